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


def _conv_forward(x, w, b, conv_param):
    """Apply F kernels to a batch of images."""
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    a = np.zeros((N, F, 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride))
    for i, j in np.ndindex(a.shape[2:]):
        top, left = i * stride, j * stride
        window = padded[:, :, top : top + HH, left : left + WW]
        a[:, :, i, j] = np.einsum("ncpq,fcpq->nf", window, w) + b
    return a, (padded, w, conv_param)


def _conv_backward(da, cache):
    """Return dx, dw and db."""
    padded, w, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    HH, WW = w.shape[2:]
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for i, j in np.ndindex(da.shape[2:]):
        rows = slice(i * stride, i * stride + HH)
        cols = slice(j * stride, j * stride + WW)
        dw += np.einsum("nf,ncpq->fcpq", da[:, :, i, j], padded[:, :, rows, cols])
        dpadded[:, :, rows, cols] += np.einsum("nf,fcpq->ncpq", da[:, :, i, j], w)
    H_pad, W_pad = padded.shape[2:]
    dx = dpadded[:, :, pad : H_pad - pad, pad : W_pad - pad]
    return dx, dw, da.sum(axis=(0, 2, 3))


def _relu_forward(a):
    """Replace what is negative by 0."""
    return np.maximum(a, 0), a


def _relu_backward(dr, cache):
    """Let through what went to positive numbers."""
    return dr * (cache > 0)


def _max_pool_forward(r, pool_param):
    """Keep the largest number of each window."""
    height, width = pool_param["pool_height"], pool_param["pool_width"]
    stride = pool_param["stride"]
    N, F, H, W = r.shape
    out = np.zeros((N, F, 1 + (H - height) // stride, 1 + (W - width) // stride))
    for i, j in np.ndindex(out.shape[2:]):
        top, left = i * stride, j * stride
        out[:, :, i, j] = r[:, :, top : top + height, left : left + width].max(axis=(2, 3))
    return out, (r, pool_param)


def _max_pool_backward(dout, cache):
    """Send each window's gradient to its maximum."""
    r, pool_param = cache
    height, width = pool_param["pool_height"], pool_param["pool_width"]
    dr = np.zeros(r.shape)
    for n, f, i, j in np.ndindex(dout.shape):
        top, left = i * pool_param["stride"], j * pool_param["stride"]
        window = r[n, f, top : top + height, left : left + width]
        row, col = np.unravel_index(window.argmax(), window.shape)
        dr[n, f, top + row, left + col] += dout[n, f, i, j]
    return dr


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
    a, conv_cache = _conv_forward(x, w, b, conv_param)
    r, relu_cache = _relu_forward(a)
    out, pool_cache = _max_pool_forward(r, pool_param)
    return out, (conv_cache, relu_cache, pool_cache)


def conv_relu_pool_backward(
    dout: Float[np.ndarray, "N F H_out W_out"], cache: object
) -> tuple[Float[np.ndarray, "N C H W"], Float[np.ndarray, "F C HH WW"], Float[np.ndarray, "F"]]:
    r"""Send dout back through the pooling, the ReLU and the convolution, in this order.

    dr gets dout at the place of each window's maximum; $da = dr \cdot [a > 0]$; and da is what
    arrives at the convolution, so dx, dw and db follow from it.
    Returns dx, dw and db.
    """
    conv_cache, relu_cache, pool_cache = cache
    dr = _max_pool_backward(dout, pool_cache)
    da = _relu_backward(dr, relu_cache)
    dx, dw, db = _conv_backward(da, conv_cache)
    return dx, dw, db
