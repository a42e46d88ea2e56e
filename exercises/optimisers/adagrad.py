r"""Adagrad: a weight that has seen large gradients takes smaller steps, and a rare one larger ones."""

from typing import NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class AdagradConfig(TypedDict):
    """What adagrad can be told, and what it has to remember from one step to the next."""

    learning_rate: NotRequired[float]  # 1e-2
    epsilon: NotRequired[float]  # 1e-8
    cache: NotRequired[Float[np.ndarray, "*shape"]]  # zeros in the shape of w


def adagrad(
    w: Float[np.ndarray, "*shape"],
    dw: Float[np.ndarray, "*shape"],
    config: AdagradConfig | None = None,
) -> tuple[Float[np.ndarray, "*shape"], AdagradConfig]:
    r"""Take one step of Adagrad (Duchi et al., 2011); everything is elementwise.

    $\mathrm{cache} \leftarrow \mathrm{cache} + dw^2$, then
    $w \leftarrow w - \mathrm{lr}\, dw / (\sqrt{\mathrm{cache}} + \epsilon)$.
    Returns next_w, and the config for the next step, in which "cache" is the new cache.
    """
    raise NotImplementedError("write adagrad here")
