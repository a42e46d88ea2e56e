r"""Transposed convolution: every pixel stamps the kernels onto a larger image."""

from typing import TypedDict

import numpy as np
from jaxtyping import Float


class ConvParam(TypedDict):
    """How far apart neighbouring pixels' stamps lie, and how much border is cut off."""

    stride: int
    pad: int


def conv_transpose_forward(
    x: Float[np.ndarray, "N C H W"],
    w: Float[np.ndarray, "C F HH WW"],
    b: Float[np.ndarray, "F"],
    conv_param: ConvParam,
) -> tuple[Float[np.ndarray, "N F H_out W_out"], object]:
    r"""Add up the stamps of all pixels, cut the border off, add the bias.

    $\mathrm{canvas}_{n,f,\,is+p,\,js+q} \mathrel{+}= \sum_c x_{n,c,i,j}\, w_{c,f,p,q}$ for all
    $(i, j)$ and $(p, q)$, with $s$ the stride; out is canvas without pad rows and columns on each
    side, plus $b_f$. $H_{out} = (H - 1)\, s + HH - 2\,\mathrm{pad}$, the same for $W_{out}$.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write conv_transpose_forward here")


def conv_transpose_backward(
    dout: Float[np.ndarray, "N F H_out W_out"], cache: object
) -> tuple[Float[np.ndarray, "N C H W"], Float[np.ndarray, "C F HH WW"], Float[np.ndarray, "F"]]:
    r"""Gradients of the layer: each pixel looks at the window that it has stamped.

    dcanvas is dout with its border of zeros back. With the window of pixel $(i, j)$:
    $dx_{n,c,i,j} = \sum_{f,p,q} \mathrm{window}_{n,f,p,q}\, w_{c,f,p,q}$ and
    $dw_c \mathrel{+}= \sum_n x_{n,c,i,j}\, \mathrm{window}_n$. At last,
    $db_f = \sum_{n,i,j} dout_{n,f,i,j}$.
    Returns dx, dw and db.
    """
    raise NotImplementedError("write conv_transpose_backward here")
