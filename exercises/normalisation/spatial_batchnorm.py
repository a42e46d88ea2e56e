r"""Spatial batch normalisation: each channel of a batch of images gets mean 0 and variance 1."""

from typing import Literal, NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class BatchnormParam(TypedDict):
    """Options of the layer, and the statistics that it keeps for test time."""

    mode: Literal["train", "test"]
    eps: NotRequired[float]  # 1e-5
    momentum: NotRequired[float]  # 0.9, the share of the old statistics that is kept
    running_mean: NotRequired[Float[np.ndarray, "C"]]  # zeros
    running_var: NotRequired[Float[np.ndarray, "C"]]  # zeros


def spatial_batchnorm_forward(
    x: Float[np.ndarray, "N C H W"],
    gamma: Float[np.ndarray, "C"],
    beta: Float[np.ndarray, "C"],
    bn_param: BatchnormParam,
) -> tuple[Float[np.ndarray, "N C H W"], object]:
    r"""Normalise each channel over the batch's pixels: $\mathrm{out} = \gamma\, \hat x + \beta$.

    $\hat x = (x - \mu) / \sqrt{\sigma^2 + \epsilon}$, one $\mu$ and one $\sigma^2$ per channel.
    In mode "train" they are the mean and the variance of its N H W numbers, and bn_param is left
    with running = momentum * running + (1 - momentum) * batch.
    In mode "test" they are running_mean and running_var, which stay as they are.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write spatial_batchnorm_forward here")


def spatial_batchnorm_backward(
    dout: Float[np.ndarray, "N C H W"], cache: object
) -> tuple[Float[np.ndarray, "N C H W"], Float[np.ndarray, "C"], Float[np.ndarray, "C"]]:
    r"""Gradients of the layer in mode "train".

    $d\beta$ and $d\gamma$ are the sums of $dout$ and of $dout\, \hat x$ over the M = N H W
    numbers of a channel, and $dx = \frac{\gamma}{\mathrm{std}} (dout - \frac{1}{M} d\beta -
    \frac{1}{M} \hat x\, d\gamma)$.
    Returns dx, dgamma and dbeta.
    """
    raise NotImplementedError("write spatial_batchnorm_backward here")
