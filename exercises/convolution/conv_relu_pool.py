r"""Convolution, ReLU, max pooling: the block that convolutional networks are made of.

Its parts are layers that you have written: bring your convolution, ReLU and max pooling into this
file, since each file is checked by itself.
"""

from typing import TypedDict

import numpy as np
from jaxtyping import Float


class ConvParam(TypedDict):
    """How far the kernels move from one place to the next, and the rows of zeros on each side."""

    stride: int
    pad: int


class PoolParam(TypedDict):
    """Size of the pooling window, and how far it moves from one place to the next."""

    pool_height: int
    pool_width: int
    stride: int


def conv_relu_pool_forward(
    x: Float[np.ndarray, "N C H W"],
    w: Float[np.ndarray, "F C HH WW"],
    b: Float[np.ndarray, "F"],
    conv_param: ConvParam,
    pool_param: PoolParam,
) -> tuple[Float[np.ndarray, "N F H_out W_out"], object]:
    r"""Apply the three layers one after the other.

    $a = \mathrm{conv}(x, w, b)$ with conv_param, $r = \max(a, 0)$, and $\mathrm{out}$ the maximum
    of each window of $r$ with pool_param.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write conv_relu_pool_forward here")


def conv_relu_pool_backward(
    dout: Float[np.ndarray, "N F H_out W_out"], cache: object
) -> tuple[Float[np.ndarray, "N C H W"], Float[np.ndarray, "F C HH WW"], Float[np.ndarray, "F"]]:
    r"""Send dout back through the pooling, the ReLU and the convolution, in this order.

    dr gets dout at the place of each window's maximum; $da = dr \cdot [a > 0]$; and da is what
    arrives at the convolution, so dx, dw and db follow from it.
    Returns dx, dw and db.
    """
    raise NotImplementedError("write conv_relu_pool_backward here")
