import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv1d_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (p, p)))
    win = sliding_window_view(xp, w.shape[2], axis=2)[:, :, ::s]  # N C Lo K
    out = np.tensordot(win, w, axes=((1, 3), (1, 2))).transpose(0, 2, 1) + b.reshape(1, -1, 1)
    return out, (x.shape, win, w, s, p)


def conv1d_backward(dout, cache):
    (N, C, L), win, w, s, p = cache
    F, _, K = w.shape
    db = np.einsum("nfl->f", dout)
    dw = np.tensordot(dout, win, axes=((0, 2), (0, 2)))
    # dilate dout by the stride, pad it by K - 1, slide the turned kernel over it
    wide = np.zeros((N, F, L + 2 * p - K + 1))
    wide[:, :, ::s] = dout
    wide = np.pad(wide, ((0, 0), (0, 0), (K - 1, K - 1)))
    dwin = sliding_window_view(wide, K, axis=2)  # N F L+2p K
    dxp = np.tensordot(dwin, w[:, :, ::-1], axes=((1, 3), (0, 2))).transpose(0, 2, 1)
    return dxp[:, :, p : p + L], dw, db
