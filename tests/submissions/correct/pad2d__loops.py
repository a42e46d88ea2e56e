import numpy as np


def conv2d_output_shape(H, W, HH, WW, stride, pad):
    rows, cols = 0, 0
    top = -pad
    while top + HH <= H + pad:
        rows += 1
        top += stride
    left = -pad
    while left + WW <= W + pad:
        cols += 1
        left += stride
    return rows, cols


def pad2d_forward(x, pad):
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for i in range(H):
        for j in range(W):
            out[:, :, pad + i, pad + j] = x[:, :, i, j]
    return out, (x, pad)


def pad2d_backward(dout, cache):
    x, pad = cache
    dx = np.zeros(x.shape)
    for i in range(x.shape[2]):
        for j in range(x.shape[3]):
            dx[:, :, i, j] = dout[:, :, i + pad, j + pad]
    return dx
