import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride = conv_param["stride"]
    pad = conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    Hout = 1 + (H + 2 * pad - HH) // stride
    Wout = 1 + (W + 2 * pad - WW) // stride
    out = np.zeros((N, F, Hout, Wout))
    for n in range(N):
        for f in range(F):
            for i in range(Hout):
                for j in range(Wout):
                    s = b[f]
                    for c in range(C):
                        for p in range(HH):
                            for q in range(WW):
                                r = i * stride + p - pad
                                k = j * stride + q - pad
                                if 0 <= r < H and 0 <= k < W:
                                    s = s + x[n, c, r, k] * w[f, c, p, q]
                    out[n, f, i, j] = s
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    dx = np.zeros(x.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    d = dout[n, f, i, j]
                    db[f] += d
                    for c in range(C):
                        for p in range(HH):
                            for q in range(WW):
                                r = i * stride + p - pad
                                k = j * stride + q - pad
                                if 0 <= r < H and 0 <= k < W:
                                    dw[f, c, p, q] += d * x[n, c, r, k]
                                    dx[n, c, r, k] += d * w[f, c, p, q]
    return dx, dw, db
