r"""AdamW: Adam, with weights that decay by themselves and not through the gradient."""

from typing import NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class AdamwConfig(TypedDict):
    """What adamw can be told, and what it has to remember from one step to the next."""

    learning_rate: NotRequired[float]  # 1e-3
    beta1: NotRequired[float]  # 0.9
    beta2: NotRequired[float]  # 0.999
    epsilon: NotRequired[float]  # 1e-8
    weight_decay: NotRequired[float]  # 1e-2
    m: NotRequired[Float[np.ndarray, "*shape"]]  # zeros in the shape of w
    v: NotRequired[Float[np.ndarray, "*shape"]]  # zeros in the shape of w
    t: NotRequired[int]  # 0, the number of steps taken


def adamw(
    w: Float[np.ndarray, "*shape"],
    dw: Float[np.ndarray, "*shape"],
    config: AdamwConfig | None = None,
) -> tuple[Float[np.ndarray, "*shape"], AdamwConfig]:
    r"""Take one step of Adam and let w decay (Loshchilov and Hutter 2019); all is elementwise.

    $t \leftarrow t + 1$, $m \leftarrow \beta_1 m + (1 - \beta_1)\, dw$,
    $v \leftarrow \beta_2 v + (1 - \beta_2)\, dw^2$,
    $\mathrm{step} = \hat m / (\sqrt{\hat v} + \epsilon)$ with
    $\hat m = m / (1 - \beta_1^t)$ and $\hat v = v / (1 - \beta_2^t)$, and
    $w \leftarrow w - \mathrm{lr}\, (\mathrm{step} + \mathrm{decay}\; w)$, decay = weight_decay.
    Returns next_w, and the config for the next step, with the new "m", "v" (uncorrected) and "t".
    """
    raise NotImplementedError("write adamw here")
