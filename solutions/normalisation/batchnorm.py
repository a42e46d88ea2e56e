r"""Batch normalisation: each feature gets mean 0 and variance 1, then a scale of its own."""

from typing import Literal, NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class BatchnormParam(TypedDict):
    """Options of the layer, and the statistics that it keeps for test time."""

    mode: Literal["train", "test"]
    eps: NotRequired[float]  # 1e-5
    momentum: NotRequired[float]  # 0.9, the share of the old statistics that is kept
    running_mean: NotRequired[Float[np.ndarray, "D"]]  # zeros
    running_var: NotRequired[Float[np.ndarray, "D"]]  # zeros


def batchnorm_forward(
    x: Float[np.ndarray, "N D"],
    gamma: Float[np.ndarray, "D"],
    beta: Float[np.ndarray, "D"],
    bn_param: BatchnormParam,
) -> tuple[Float[np.ndarray, "N D"], object]:
    r"""Normalise each column of x, then scale and shift: $\mathrm{out} = \gamma\, \hat x + \beta$.

    $\hat x = (x - \mu) / \sqrt{\sigma^2 + \epsilon}$.
    In mode "train", $\mu$ and $\sigma^2$ are the mean and the variance (divided by N) of each
    column, and bn_param is left with running = momentum * running + (1 - momentum) * batch.
    In mode "test" they are running_mean and running_var, which stay as they are.
    Returns out, and whatever the backward pass needs as cache.
    """
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1]))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1]))
    if bn_param["mode"] == "train":
        mean, var = x.mean(axis=0), x.var(axis=0)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    centred = x - mean
    std = np.sqrt(var + eps)
    x_hat = centred / std
    out = gamma * x_hat + beta
    cache = centred, std, x_hat, gamma
    return out, cache


def batchnorm_backward(
    dout: Float[np.ndarray, "N D"], cache: object
) -> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "D"], Float[np.ndarray, "D"]]:
    r"""Gradients of the layer in mode "train", one line for each line of the forward pass.

    x reaches $\hat x$ three times: directly, through the mean, and through the standard deviation.
    Returns dx, dgamma and dbeta.
    """
    centred, std, x_hat, gamma = cache
    N = len(dout)
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    dstd = -(dx_hat * x_hat).sum(axis=0) / std
    dvar = dstd / (2 * std)
    dcentred = dx_hat / std + 2 / N * centred * dvar
    dmean = -dcentred.sum(axis=0)
    dx = dcentred + dmean / N
    return dx, dgamma, dbeta


def batchnorm_backward_alt(
    dout: Float[np.ndarray, "N D"], cache: object
) -> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "D"], Float[np.ndarray, "D"]]:
    r"""Gradients of the layer in mode "train", simplified on paper first.

    $dx = \frac{\gamma}{\mathrm{std}} (dout - \frac{1}{N} d\beta - \frac{1}{N} \hat x\, d\gamma)$.
    Returns dx, dgamma and dbeta, from the same cache as batchnorm_backward.
    """
    _, std, x_hat, gamma = cache
    N = len(dout)
    dbeta, dgamma = dout.sum(axis=0), (dout * x_hat).sum(axis=0)
    dx = gamma / std * (dout - dbeta / N - x_hat * dgamma / N)
    return dx, dgamma, dbeta
