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
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out = 1 + (H + 2 * pad - HH) // stride
    W_out = 1 + (W + 2 * pad - WW) // stride
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, F, H_out, W_out))
    for i, j in np.ndindex(H_out, W_out):
        rows = slice(i * stride, i * stride + HH)
        cols = slice(j * stride, j * stride + WW)
        window = padded[:, :, rows, cols]
        out[:, :, i, j] = np.einsum("ncpq,fcpq->nf", window, w) + b
    return out, (padded, w, conv_param)


def conv_backward_naive(
    dout: Float[np.ndarray, "N F H_out W_out"], cache: object
) -> tuple[Float[np.ndarray, "N C H W"], Float[np.ndarray, "F C HH WW"], Float[np.ndarray, "F"]]:
    r"""Gradients of the layer, collected window by window.

    At each place $(i, j)$: $dw_f \mathrel{+}= \sum_n dout_{n,f,i,j}\, \mathrm{window}_n$, and the
    window of dpadded gets $\sum_f dout_{n,f,i,j}\, w_f$ added. Then dx is dpadded without its
    border, and $db_f = \sum_{n,i,j} dout_{n,f,i,j}$.
    Returns dx, dw and db.
    """
    padded, w, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    HH, WW = w.shape[2:]
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        rows = slice(i * stride, i * stride + HH)
        cols = slice(j * stride, j * stride + WW)
        window = padded[:, :, rows, cols]
        here = dout[:, :, i, j]
        dw += np.einsum("nf,ncpq->fcpq", here, window)
        dpadded[:, :, rows, cols] += np.einsum("nf,fcpq->ncpq", here, w)
    H_pad, W_pad = padded.shape[2:]
    dx = dpadded[:, :, pad : H_pad - pad, pad : W_pad - pad]
    db = dout.sum(axis=(0, 2, 3))
    return dx, dw, db
