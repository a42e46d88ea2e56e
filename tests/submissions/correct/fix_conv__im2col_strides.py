import numpy as np
from numpy.lib.stride_tricks import as_strided


def windows(xp, HH, WW, s):
    N, C, H, W = xp.shape
    oh, ow = (H - HH) // s + 1, (W - WW) // s + 1
    a, b, c, d = xp.strides
    return as_strided(xp, (N, oh, ow, C, HH, WW), (a, c * s, d * s, b, c, d), writeable=False)


def conv_forward_naive(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    F, C, HH, WW = w.shape
    xp = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)])
    win = windows(xp, HH, WW, s)
    N, oh, ow = win.shape[:3]
    cols = win.reshape(N * oh * ow, C * HH * WW)
    out = cols.dot(w.reshape(F, -1).T) + b
    out = out.reshape(N, oh, ow, F).transpose(0, 3, 1, 2)
    return out, (x.shape, xp.shape, cols, w, s, p)


def conv_backward_naive(dout, cache):
    xshape, xpshape, cols, w, s, p = cache
    F, C, HH, WW = w.shape
    N, _, oh, ow = dout.shape
    d2 = dout.transpose(0, 2, 3, 1).reshape(-1, F)
    db = d2.sum(0)
    dw = d2.T.dot(cols).reshape(w.shape)
    dcols = d2.dot(w.reshape(F, -1)).reshape(N, oh, ow, C, HH, WW)
    dxp = np.zeros(xpshape)
    for i in range(HH):
        for j in range(WW):
            dxp[:, :, i : i + s * oh : s, j : j + s * ow : s] += dcols[..., i, j].transpose(0, 3, 1, 2)
    H, W = xshape[2:]
    return dxp[:, :, p : p + H, p : p + W], dw, db
