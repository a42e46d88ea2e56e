r"""Adam: momentum, with a step size of its own for every weight."""

from typing import NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class AdamConfig(TypedDict):
    """What adam can be told, and what it has to remember from one step to the next."""

    learning_rate: NotRequired[float]  # 1e-3
    beta1: NotRequired[float]  # 0.9
    beta2: NotRequired[float]  # 0.999
    epsilon: NotRequired[float]  # 1e-8
    m: NotRequired[Float[np.ndarray, "*shape"]]  # zeros in the shape of w
    v: NotRequired[Float[np.ndarray, "*shape"]]  # zeros in the shape of w
    t: NotRequired[int]  # 0, the number of steps taken


def adam(
    w: Float[np.ndarray, "*shape"],
    dw: Float[np.ndarray, "*shape"],
    config: AdamConfig | None = None,
) -> tuple[Float[np.ndarray, "*shape"], AdamConfig]:
    r"""Take one step of Adam (Kingma and Ba 2015, Algorithm 1); everything is elementwise.

    $t \leftarrow t + 1$, $m \leftarrow \beta_1 m + (1 - \beta_1)\, dw$,
    $v \leftarrow \beta_2 v + (1 - \beta_2)\, dw^2$,
    $\hat m = m / (1 - \beta_1^t)$, $\hat v = v / (1 - \beta_2^t)$, and
    $w \leftarrow w - \mathrm{lr}\, \hat m / (\sqrt{\hat v} + \epsilon)$.
    Returns next_w, and the config for the next step, with the new "m", "v" (uncorrected) and "t".
    """
    raise NotImplementedError("write adam here")
