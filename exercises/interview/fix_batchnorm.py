r"""Batch normalisation, its backward pass as the formulas of the paper.

There are 4 bugs in this file. Find and mend them.
"""

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

    $\hat x = (x - \mu) / \sqrt{\sigma^2 + \epsilon}$, in mode "train" with the mean and the variance
    of the batch, in mode "test" with running_mean and running_var.
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
    return out, (centred, std, x_hat, gamma)


def batchnorm_backward(
    dout: Float[np.ndarray, "N D"], cache: object
) -> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "D"], Float[np.ndarray, "D"]]:
    r"""Gradients of the layer in mode "train".

    x reaches out three times: directly, through the mean, and through the variance.
    Returns dx, dgamma and dbeta.
    """
    centred, std, x_hat, gamma = cache
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * gamma * x_hat).sum(axis=0)
    dx_hat = dout
    dx_hat *= gamma
    dvar = -0.5 * (dx_hat * centred).sum(axis=0) * std**-1.5
    dmean = -dx_hat.sum(axis=0) / std
    dx = dx_hat / std + dvar * 2 * centred / N + dmean
    return dx, dgamma, dbeta
