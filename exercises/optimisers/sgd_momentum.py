r"""Gradient descent, plain and with momentum: two ways to turn a gradient into a step."""

from typing import NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class SgdConfig(TypedDict):
    """What sgd can be told; a key that is left out has its default."""

    learning_rate: NotRequired[float]  # 1e-2


class MomentumConfig(TypedDict):
    """What sgd_momentum can be told, and what it has to remember from one step to the next."""

    learning_rate: NotRequired[float]  # 1e-2
    momentum: NotRequired[float]  # 0.9
    velocity: NotRequired[Float[np.ndarray, "*shape"]]  # zeros in the shape of w


def sgd(
    w: Float[np.ndarray, "*shape"],
    dw: Float[np.ndarray, "*shape"],
    config: SgdConfig | None = None,
) -> tuple[Float[np.ndarray, "*shape"], SgdConfig]:
    r"""Take one step against the gradient: $w \leftarrow w - \mathrm{lr}\, dw$.

    Returns next_w, and the config for the next step.
    """
    raise NotImplementedError("write sgd here")


def sgd_momentum(
    w: Float[np.ndarray, "*shape"],
    dw: Float[np.ndarray, "*shape"],
    config: MomentumConfig | None = None,
) -> tuple[Float[np.ndarray, "*shape"], MomentumConfig]:
    r"""Change the velocity by the gradient, then the weights by the velocity.

    $v \leftarrow \mu v - \mathrm{lr}\, dw$, then $w \leftarrow w + v$.
    Returns next_w, and the config for the next step, in which "velocity" is the new $v$.
    """
    raise NotImplementedError("write sgd_momentum here")
