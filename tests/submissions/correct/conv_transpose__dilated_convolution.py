import numpy as np


def conv(x, w):
    """Plain convolution, stride 1, no padding: x (N, C, H, W), w (F, C, HH, WW)."""
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    out = np.zeros((N, F, H - HH + 1, W - WW + 1))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = np.tensordot(x[:, :, i : i + HH, j : j + WW], w, ((1, 2, 3), (1, 2, 3)))
    return out


def conv_transpose_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    HH, WW = w.shape[2:]
    wide = np.zeros((N, C, (H - 1) * s + 1, (W - 1) * s + 1))
    wide[:, :, ::s, ::s] = x
    rows, cols = HH - 1, WW - 1
    wide = np.pad(wide, ((0, 0), (0, 0), (rows, rows), (cols, cols)))
    turned = w[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    full = conv(wide, turned)
    out = full[:, :, p : full.shape[2] - p, p : full.shape[3] - p] + b[None, :, None, None]
    return out, (x, w, conv_param)


def conv_transpose_backward(dout, cache):
    x, w, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    dfull = np.pad(dout, ((0, 0), (0, 0), (p, p), (p, p)))
    dx = conv(dfull, w)[:, :, ::s, ::s]
    N, C, H, W = x.shape
    dw = np.zeros(w.shape)
    for n in range(N):
        for c in range(C):
            for i in range(H):
                for j in range(W):
                    dw[c] += x[n, c, i, j] * dfull[n, :, i * s : i * s + w.shape[2], j * s : j * s + w.shape[3]]
    db = np.array([dout[:, f].sum() for f in range(dout.shape[1])])
    return dx, dw, db
