r"""Convolution with its four loops, as it is written on a whiteboard.

There are 3 bugs in this file. Find and mend them.
"""

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
    r"""Apply F kernels to a batch of images; the kernels are not flipped.

    Returns out, and whatever the backward pass needs as cache.
    """
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out = 1 + (H + 2 * pad - HH) // stride
    W_out = 1 + (W + 2 * pad - WW) // stride
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, F, H_out, W_out))
    for n, f, i, j in np.ndindex(out.shape):
        top, left = i * stride, j * stride
        window = padded[n, :, top : top + HH, left : left + WW]
        out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out, (x, w, conv_param)


def conv_backward_naive(
    dout: Float[np.ndarray, "N F H_out W_out"], cache: object
) -> tuple[Float[np.ndarray, "N C H W"], Float[np.ndarray, "F C HH WW"], Float[np.ndarray, "F"]]:
    r"""Gradients of the layer, collected window by window.

    Returns dx, dw and db.
    """
    x, w, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    H, W = x.shape[2:]
    HH, WW = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for n, f, i, j in np.ndindex(dout.shape):
        top, left = i * stride, j
        window = padded[n, :, top : top + HH, left : left + WW]
        dw[f] += dout[n, f, i, j] * window
        dpadded[n, :, top : top + HH, left : left + WW] = dout[n, f, i, j] * w[f]
    dx = dpadded[:, :, :H, :W]
    db = dout.sum(axis=(0, 2, 3))
    return dx, dw, db
