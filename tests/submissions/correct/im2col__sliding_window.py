import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def im2col(x, HH, WW, stride, pad):
    xp = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    win = sliding_window_view(xp, (HH, WW), axis=(2, 3))[:, :, ::stride, ::stride]
    cols = win.transpose(0, 2, 3, 1, 4, 5).reshape(-1, x.shape[1] * HH * WW)
    return cols, (x.shape, HH, WW, stride, pad)


def col2im(dcols, cache):
    (N, C, H, W), HH, WW, stride, pad = cache
    dxp = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    row = 0
    for n in range(N):
        for i in range(0, H + 2 * pad - HH + 1, stride):
            for j in range(0, W + 2 * pad - WW + 1, stride):
                dxp[n, :, i : i + HH, j : j + WW] += dcols[row].reshape(C, HH, WW)
                row += 1
    return dxp[:, :, pad : H + pad, pad : W + pad]
