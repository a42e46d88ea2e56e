import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    x_pad = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    x_pad[:, :, pad:pad + H, pad:pad + W] = x
    H_out = int(np.floor((H + 2 * pad - HH) / stride)) + 1
    W_out = int(np.floor((W + 2 * pad - WW) / stride)) + 1
    out = np.zeros((N, F, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            patch = x_pad[:, :, i * stride:i * stride + HH, j * stride:j * stride + WW]
            out[:, :, i, j] = np.tensordot(patch, w, axes=([1, 2, 3], [1, 2, 3])) + b
    return out, (x_pad, w, stride, pad)


def conv_backward(dout, cache):
    x_pad, w, stride, pad = cache
    HH, WW = w.shape[2:]
    dx_pad = np.zeros_like(x_pad)
    dw = np.zeros_like(w)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows = slice(i * stride, i * stride + HH)
            cols = slice(j * stride, j * stride + WW)
            d = dout[:, :, i, j]
            dx_pad[:, :, rows, cols] += np.tensordot(d, w, axes=(1, 0))
            dw += np.tensordot(d, x_pad[:, :, rows, cols], axes=(0, 0))
    db = np.sum(dout, axis=(0, 2, 3))
    if pad > 0:
        dx_pad = dx_pad[:, :, pad:-pad, pad:-pad]
    return dx_pad, dw, db
