r"""RMSprop: every weight's step is divided by the usual size of its own gradient."""

from typing import NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class RmspropConfig(TypedDict):
    """What rmsprop can be told, and what it has to remember from one step to the next."""

    learning_rate: NotRequired[float]  # 1e-2
    decay_rate: NotRequired[float]  # 0.99, the share of the old cache that is kept
    epsilon: NotRequired[float]  # 1e-8
    cache: NotRequired[Float[np.ndarray, "*shape"]]  # zeros in the shape of w


def rmsprop(
    w: Float[np.ndarray, "*shape"],
    dw: Float[np.ndarray, "*shape"],
    config: RmspropConfig | None = None,
) -> tuple[Float[np.ndarray, "*shape"], RmspropConfig]:
    r"""Take one step of RMSprop (Hinton, lecture 6e); everything is elementwise.

    $\mathrm{cache} \leftarrow \rho\, \mathrm{cache} + (1 - \rho)\, dw^2$, where $\rho$ is
    decay_rate, then $w \leftarrow w - \mathrm{lr}\, dw / (\sqrt{\mathrm{cache}} + \epsilon)$.
    Returns next_w, and the config for the next step, in which "cache" is the new cache.
    """
    defaults = {"learning_rate": 1e-2, "decay_rate": 0.99, "epsilon": 1e-8}
    config = {**defaults, "cache": np.zeros(w.shape), **(config or {})}
    decay = config["decay_rate"]
    cache = decay * config["cache"] + (1 - decay) * dw**2
    next_w = w - config["learning_rate"] * dw / (np.sqrt(cache) + config["epsilon"])
    config["cache"] = cache
    return next_w, config
