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
    N, C, H, W = x.shape
    H_out = 1 + (H + 2 * pad - HH) // stride
    W_out = 1 + (W + 2 * pad - WW) // stride
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.zeros((N, H_out, W_out, C, HH, WW))
    for p, q in np.ndindex(HH, WW):
        rows = slice(p, p + stride * H_out, stride)
        columns = slice(q, q + stride * W_out, stride)
        windows[:, :, :, :, p, q] = padded[:, :, rows, columns].transpose(0, 2, 3, 1)
    cols = windows.reshape(N * H_out * W_out, C * HH * WW)
    return cols, (x.shape, windows.shape, stride, pad)


def col2im(dcols: Float[np.ndarray, "rows columns"], cache: object) -> Float[np.ndarray, "N C H W"]:
    r"""Add every row of dcols back onto the window that it came from: the backward pass of im2col.

    $\mathrm{dpadded}_{n,c,\,is+p,\,js+q} \mathrel{+}= \mathrm{dwindows}_{n,i,j,c,p,q}$, and dx is
    dpadded without its border.
    Returns dx, in the shape of x.
    """
    (N, C, H, W), windows_shape, stride, pad = cache
    _, H_out, W_out, _, HH, WW = windows_shape
    dwindows = dcols.reshape(windows_shape)
    dpadded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for p, q in np.ndindex(HH, WW):
        rows = slice(p, p + stride * H_out, stride)
        columns = slice(q, q + stride * W_out, stride)
        dpadded[:, :, rows, columns] += dwindows[:, :, :, :, p, q].transpose(0, 3, 1, 2)
    dx = dpadded[:, :, pad : pad + H, pad : pad + W]
    return dx
