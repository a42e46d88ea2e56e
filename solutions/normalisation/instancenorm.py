r"""Instance normalisation: each channel of each image gets mean 0 and variance 1."""

import numpy as np
from jaxtyping import Float


def instancenorm_forward(
    x: Float[np.ndarray, "N C H W"],
    gamma: Float[np.ndarray, "C"],
    beta: Float[np.ndarray, "C"],
    eps: float,
) -> tuple[Float[np.ndarray, "N C H W"], object]:
    r"""Normalise each map by itself, then scale and shift: $\mathrm{out} = \gamma \hat x + \beta$.

    $\hat x = (x - \mu) / \sqrt{\sigma^2 + \epsilon}$, with the mean $\mu$ and the variance
    $\sigma^2$ of the H W pixels of one channel of one example.
    Returns out, and whatever the backward pass needs as cache.
    """
    mean, var = x.mean(axis=(2, 3), keepdims=True), x.var(axis=(2, 3), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma[:, None, None] * x_hat + beta[:, None, None]
    return out, (x_hat, std, gamma)


def instancenorm_backward(
    dout: Float[np.ndarray, "N C H W"], cache: object
) -> tuple[Float[np.ndarray, "N C H W"], Float[np.ndarray, "C"], Float[np.ndarray, "C"]]:
    r"""Gradients of the layer.

    $d\beta$ and $d\gamma$ sum $dout$ and $dout\, \hat x$ over examples, rows and columns. In every
    map, $dx = \frac{\gamma}{\mathrm{std}} (dout - \mathrm{mean}(dout) - \hat x\,
    \mathrm{mean}(dout\, \hat x))$, with means over its pixels.
    Returns dx, dgamma and dbeta.
    """
    x_hat, std, gamma = cache
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    mean = dout.mean(axis=(2, 3), keepdims=True)
    along = x_hat * (dout * x_hat).mean(axis=(2, 3), keepdims=True)
    dx = gamma[:, None, None] / std * (dout - mean - along)
    return dx, dgamma, dbeta
