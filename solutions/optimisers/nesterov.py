r"""Nesterov's momentum: the gradient is taken where the velocity is about to lead."""

from typing import NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class NesterovConfig(TypedDict):
    """What nesterov can be told, and what it has to remember from one step to the next."""

    learning_rate: NotRequired[float]  # 1e-2
    momentum: NotRequired[float]  # 0.9
    velocity: NotRequired[Float[np.ndarray, "*shape"]]  # zeros in the shape of w


def nesterov(
    w: Float[np.ndarray, "*shape"],
    dw: Float[np.ndarray, "*shape"],
    config: NesterovConfig | None = None,
) -> tuple[Float[np.ndarray, "*shape"], NesterovConfig]:
    r"""Take one step with Nesterov's momentum; w and dw belong to the point that looks ahead.

    $v \leftarrow \mu v - \mathrm{lr}\, dw$, then $w \leftarrow w + \mu v - \mathrm{lr}\, dw$.
    Returns next_w, and the config for the next step, in which "velocity" is the new $v$.
    """
    defaults = {"learning_rate": 1e-2, "momentum": 0.9, "velocity": np.zeros(w.shape)}
    config = {**defaults, **(config or {})}
    mu, descent = config["momentum"], -config["learning_rate"] * dw
    v = mu * config["velocity"] + descent
    next_w = w + mu * v + descent
    config["velocity"] = v
    return next_w, config
