r"""im2col: every window of a batch becomes one row of a matrix, and col2im adds the rows back."""

import numpy as np
from jaxtyping import Float


def im2col(
    x: Float[np.ndarray, "N C H W"], HH: int, WW: int, stride: int, pad: int
) -> tuple[Float[np.ndarray, "rows columns"], object]:
    r"""Lay out the HH x WW windows of the zero-padded images, one window per row.

    $\mathrm{windows}_{n,i,j,c,p,q} = \mathrm{padded}_{n,c,\,is+p,\,js+q}$ with $s$ the stride, and
    $H_{out} = 1 + \lfloor (H + 2\,\mathrm{pad} - HH) / s \rfloor$, the same for $W_{out}$.
    cols is windows as a matrix of N H_out W_out rows, in the order of (n, i, j), and C HH WW
    columns, in the order of (c, p, q); the last index runs fastest.
    Returns cols, and whatever col2im needs as cache.
    """
    raise NotImplementedError("write im2col here")


def col2im(dcols: Float[np.ndarray, "rows columns"], cache: object) -> Float[np.ndarray, "N C H W"]:
    r"""Add every row of dcols back onto the window that it came from: the backward pass of im2col.

    $\mathrm{dpadded}_{n,c,\,is+p,\,js+q} \mathrel{+}= \mathrm{dwindows}_{n,i,j,c,p,q}$, and dx is
    dpadded without its border.
    Returns dx, in the shape of x.
    """
    raise NotImplementedError("write col2im here")
