r"""A small convolutional network: one block of convolution, ReLU and pooling, then two dense layers.

Its parts are layers that you have written: bring the block, the dense layer, the ReLU and the
softmax loss into this file, since each file is checked by itself.
"""

from typing import TypedDict

import numpy as np
from jaxtyping import Float, Int


class Parameters(TypedDict):
    """Weights and biases of F kernels, M hidden units and K classes; D = F h w."""

    W1: Float[np.ndarray, "F C 1 1"] | Float[np.ndarray, "F C 3 3"] | Float[np.ndarray, "F C 5 5"]
    b1: Float[np.ndarray, "F"]
    W2: Float[np.ndarray, "D M"]
    b2: Float[np.ndarray, "M"]
    W3: Float[np.ndarray, "M K"]
    b3: Float[np.ndarray, "K"]


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


def _affine_forward(x, w, b):
    """Flatten each example to a row and apply a dense layer."""
    rows = x.reshape(x.shape[0], -1)
    return rows @ w + b, (x.shape, rows, w)


def _affine_backward(dout, cache):
    """Return dx, dw and db."""
    shape, rows, w = cache
    return (dout @ w.T).reshape(shape), rows.T @ dout, dout.sum(axis=0)


def _softmax_loss(scores, y):
    """Return the mean cross-entropy and dscores."""
    N = scores.shape[0]
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return -logp[np.arange(N), y].sum() / N, dscores / N


def three_layer_convnet_loss(
    params: Parameters, X: Float[np.ndarray, "N C 2*h 2*w"], y: Int[np.ndarray, "N"], reg: float
) -> tuple[float, Parameters]:
    r"""Loss and gradients of a convolutional network of three layers with weights.

    conv - relu - 2x2 max pool - affine - relu - affine - softmax. The convolution has stride 1 and
    the pad that keeps height and width, $(HH - 1) / 2$ for a kernel of HH rows; the pooling halves
    both. The loss is the mean cross-entropy plus $\frac12 \mathrm{reg} \sum_W \sum_{ij} W_{ij}^2$,
    where W goes through W1, W2 and W3, and not through the biases.
    Returns loss and grads, which has an entry for each entry of params.
    """
    conv_param = {"stride": 1, "pad": (params["W1"].shape[2] - 1) // 2}
    pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
    a1, conv_cache = _conv_forward(X, params["W1"], params["b1"], conv_param)
    r1, relu1_cache = _relu_forward(a1)
    p1, pool_cache = _max_pool_forward(r1, pool_param)
    a2, affine2_cache = _affine_forward(p1, params["W2"], params["b2"])
    r2, relu2_cache = _relu_forward(a2)
    scores, affine3_cache = _affine_forward(r2, params["W3"], params["b3"])
    loss, dscores = _softmax_loss(scores, y)

    grads = {}
    dr2, grads["W3"], grads["b3"] = _affine_backward(dscores, affine3_cache)
    da2 = _relu_backward(dr2, relu2_cache)
    dp1, grads["W2"], grads["b2"] = _affine_backward(da2, affine2_cache)
    dr1 = _max_pool_backward(dp1, pool_cache)
    da1 = _relu_backward(dr1, relu1_cache)
    _, grads["W1"], grads["b1"] = _conv_backward(da1, conv_cache)

    for name in ("W1", "W2", "W3"):
        loss += 0.5 * reg * np.sum(params[name] ** 2)
        grads[name] += reg * params[name]
    return loss, grads
