r"""RMS normalisation: each row is divided by the root of the mean of its squares."""

import numpy as np
from jaxtyping import Float


def rmsnorm_forward(
    x: Float[np.ndarray, "*rows D"],
    gamma: Float[np.ndarray, "D"],
    eps: float,
) -> tuple[Float[np.ndarray, "*rows D"], object]:
    r"""Scale each row of x to mean square 1, then each feature: $\mathrm{out} = \gamma\, \hat x$.

    $\mathrm{rms} = \sqrt{\mathrm{mean}(x^2) + \epsilon}$ over the last axis and
    $\hat x = x / \mathrm{rms}$. x has any number of axes in front of the last.
    Returns out, and whatever the backward pass needs as cache.
    """
    rms = np.sqrt((x**2).mean(axis=-1, keepdims=True) + eps)
    x_hat = x / rms
    out = gamma * x_hat
    cache = x_hat, rms, gamma
    return out, cache


def rmsnorm_backward(
    dout: Float[np.ndarray, "*rows D"], cache: object
) -> tuple[Float[np.ndarray, "*rows D"], Float[np.ndarray, "D"]]:
    r"""Gradients of the layer; the mean runs over the last axis of each row.

    $d\hat x = dout\, \gamma$ and
    $dx = (d\hat x - \hat x\, \mathrm{mean}(d\hat x\, \hat x)) / \mathrm{rms}$.
    Returns dx in the shape of dout, and dgamma, (D,).
    """
    x_hat, rms, gamma = cache
    D = dout.shape[-1]
    dgamma = (dout * x_hat).reshape(-1, D).sum(axis=0)
    dx_hat = dout * gamma
    through_rms = x_hat * (dx_hat * x_hat).mean(axis=-1, keepdims=True)
    dx = (dx_hat - through_rms) / rms
    return dx, dgamma
