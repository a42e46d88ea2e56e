r"""Layer normalisation: each example is put on one scale by its own mean and variance."""

from typing import NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class LayernormParam(TypedDict):
    """Options of the layer."""

    eps: NotRequired[float]  # 1e-5


def layernorm_forward(
    x: Float[np.ndarray, "N D"],
    gamma: Float[np.ndarray, "D"],
    beta: Float[np.ndarray, "D"],
    ln_param: LayernormParam,
) -> tuple[Float[np.ndarray, "N D"], object]:
    r"""Normalise each row of x, then scale and shift: $\mathrm{out} = \gamma\, \hat x + \beta$.

    $\hat x = (x - \mu) / \sqrt{\sigma^2 + \epsilon}$, with the mean $\mu$ and the variance
    $\sigma^2$ (divided by D) of the last axis. x may have any number of axes in front of it:
    (N, T, D) are N * T rows, and out has the shape of x.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write layernorm_forward here")


def layernorm_backward(
    dout: Float[np.ndarray, "N D"], cache: object
) -> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "D"], Float[np.ndarray, "D"]]:
    r"""Gradients of the layer; m is the mean along the last axis.

    $d\hat x = dout\, \gamma$ and
    $dx = (d\hat x - m(d\hat x) - \hat x\, m(d\hat x\, \hat x)) / \mathrm{std}$.
    Returns dx in the shape of dout, dgamma and dbeta, both (D,).
    """
    raise NotImplementedError("write layernorm_backward here")
