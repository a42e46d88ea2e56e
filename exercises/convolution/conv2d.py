r"""Convolution: small kernels slide over an image and look at every place with the same weights."""

from typing import TypedDict

import numpy as np
from jaxtyping import Float


class ConvParam(TypedDict):
    """How far the kernels move from one place to the next, and the rows of zeros on each side."""

    stride: int
    pad: int


def conv_forward_naive(
    x: Float[np.ndarray, "N C H W"],
    w: Float[np.ndarray, "F C HH WW"],
    b: Float[np.ndarray, "F"],
    conv_param: ConvParam,
) -> tuple[Float[np.ndarray, "N F H_out W_out"], object]:
    r"""Apply F kernels to a batch of images.

    $\mathrm{out}_{n,f,i,j} = \sum_{c,p,q} \mathrm{padded}_{n,c,is+p,js+q}\, w_{f,c,p,q} + b_f$
    with $s$ the stride and $H_{out} = 1 + \lfloor (H + 2\,\mathrm{pad} - HH) / s \rfloor$, the same
    for $W_{out}$. The kernels are not flipped.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write conv_forward_naive here")


def conv_backward_naive(
    dout: Float[np.ndarray, "N F H_out W_out"], cache: object
) -> tuple[Float[np.ndarray, "N C H W"], Float[np.ndarray, "F C HH WW"], Float[np.ndarray, "F"]]:
    r"""Gradients of the layer, collected window by window.

    At each place $(i, j)$: $dw_f \mathrel{+}= \sum_n dout_{n,f,i,j}\, \mathrm{window}_n$, and the
    window of dpadded gets $\sum_f dout_{n,f,i,j}\, w_f$ added. Then dx is dpadded without its
    border, and $db_f = \sum_{n,i,j} dout_{n,f,i,j}$.
    Returns dx, dw and db.
    """
    raise NotImplementedError("write conv_backward_naive here")
