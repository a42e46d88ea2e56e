r"""Group normalisation: in each image by itself, groups of channels get mean 0 and variance 1."""

from typing import NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class GroupnormParam(TypedDict):
    """Options of the layer."""

    eps: NotRequired[float]  # 1e-5


def spatial_groupnorm_forward(
    x: Float[np.ndarray, "N C H W"],
    gamma: Float[np.ndarray, "1 C 1 1"],
    beta: Float[np.ndarray, "1 C 1 1"],
    G: int,
    gn_param: GroupnormParam,
) -> tuple[Float[np.ndarray, "N C H W"], object]:
    r"""Normalise G groups of C / G neighbouring channels: $\mathrm{out} = \gamma\, \hat x + \beta$.

    $\hat x = (x - \mu) / \sqrt{\sigma^2 + \epsilon}$, with the mean $\mu$ and the variance
    $\sigma^2$ of the example's group, over its channels, rows and columns. G divides C.
    There are no running statistics: training and testing are the same.
    Returns out, and whatever the backward pass needs as cache.
    """
    eps = gn_param.get("eps", 1e-5)
    N = len(x)
    groups = x.reshape(N, G, -1)
    mean, var = groups.mean(axis=2, keepdims=True), groups.var(axis=2, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = ((groups - mean) / std).reshape(x.shape)
    out = gamma * x_hat + beta
    cache = x_hat, std, gamma
    return out, cache


def spatial_groupnorm_backward(
    dout: Float[np.ndarray, "N C H W"], cache: object
) -> tuple[Float[np.ndarray, "N C H W"], Float[np.ndarray, "1 C 1 1"], Float[np.ndarray, "1 C 1 1"]]:
    r"""Gradients of the layer.

    $d\beta$ and $d\gamma$ sum $dout$ and $dout\, \hat x$ over examples, rows and columns.
    $d\hat x = \gamma\, dout$, and in every group $dx = \frac{1}{\mathrm{std}} (d\hat x -
    \mathrm{mean}(d\hat x) - \hat x\, \mathrm{mean}(d\hat x\, \hat x))$.
    Returns dx, dgamma and dbeta.
    """
    x_hat, std, gamma = cache
    N, G, _ = std.shape
    dbeta = dout.sum(axis=(0, 2, 3), keepdims=True)
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3), keepdims=True)
    dgroups = (dout * gamma).reshape(N, G, -1)
    groups_hat = x_hat.reshape(N, G, -1)
    mean = dgroups.mean(axis=2, keepdims=True)
    along = groups_hat * (dgroups * groups_hat).mean(axis=2, keepdims=True)
    dx = ((dgroups - mean - along) / std).reshape(dout.shape)
    return dx, dgamma, dbeta
