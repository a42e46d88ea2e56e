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
    raise NotImplementedError("write spatial_groupnorm_forward here")


def spatial_groupnorm_backward(
    dout: Float[np.ndarray, "N C H W"], cache: object
) -> tuple[Float[np.ndarray, "N C H W"], Float[np.ndarray, "1 C 1 1"], Float[np.ndarray, "1 C 1 1"]]:
    r"""Gradients of the layer.

    $d\beta$ and $d\gamma$ sum $dout$ and $dout\, \hat x$ over examples, rows and columns.
    $d\hat x = \gamma\, dout$, and in every group $dx = \frac{1}{\mathrm{std}} (d\hat x -
    \mathrm{mean}(d\hat x) - \hat x\, \mathrm{mean}(d\hat x\, \hat x))$.
    Returns dx, dgamma and dbeta.
    """
    raise NotImplementedError("write spatial_groupnorm_backward here")
