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
    eps = ln_param.get("eps", 1e-5)
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    cache = x_hat, std, gamma
    return out, cache


def layernorm_backward(
    dout: Float[np.ndarray, "N D"], cache: object
) -> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "D"], Float[np.ndarray, "D"]]:
    r"""Gradients of the layer; m is the mean along the last axis.

    $d\hat x = dout\, \gamma$ and
    $dx = (d\hat x - m(d\hat x) - \hat x\, m(d\hat x\, \hat x)) / \mathrm{std}$.
    Returns dx in the shape of dout, dgamma and dbeta, both (D,).
    """
    x_hat, std, gamma = cache
    D = dout.shape[-1]
    dbeta = dout.reshape(-1, D).sum(axis=0)
    dgamma = (dout * x_hat).reshape(-1, D).sum(axis=0)
    dx_hat = dout * gamma
    through_mean = dx_hat.mean(axis=-1, keepdims=True)
    through_std = x_hat * (dx_hat * x_hat).mean(axis=-1, keepdims=True)
    dx = (dx_hat - through_mean - through_std) / std
    return dx, dgamma, dbeta
