import numpy as np


def get_indices(shape, HH, WW, stride, pad):
    N, C, H, W = shape
    oh = (H + 2 * pad - HH) // stride + 1
    ow = (W + 2 * pad - WW) // stride + 1
    i0 = np.tile(np.repeat(np.arange(HH), WW), C)
    j0 = np.tile(np.arange(WW), HH * C)
    k = np.repeat(np.arange(C), HH * WW).reshape(1, -1)
    i = stride * np.repeat(np.arange(oh), ow).reshape(-1, 1) + i0.reshape(1, -1)
    j = stride * np.tile(np.arange(ow), oh).reshape(-1, 1) + j0.reshape(1, -1)
    return k, i, j


def im2col(x, HH, WW, stride, pad):
    k, i, j = get_indices(x.shape, HH, WW, stride, pad)
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="constant")
    cols = padded[:, k, i, j]
    return np.concatenate(list(cols), axis=0) * 1.0, (x.shape, k, i, j, pad)


def col2im(dcols, cache):
    shape, k, i, j, pad = cache
    N, C, H, W = shape
    dpadded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    np.add.at(dpadded, (slice(None), k, i, j), dcols.reshape(N, -1, k.size))
    if pad:
        return dpadded[:, :, pad:-pad, pad:-pad]
    return dpadded
