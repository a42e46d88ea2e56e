import numpy as np


def conv1d_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, L = x.shape
    F, _, K = w.shape
    xp = np.zeros((N, C, L + 2 * p))
    xp[:, :, p : p + L] = x
    steps = range(0, L + 2 * p - K + 1, s)
    out = np.zeros((N, F, len(steps)))
    for n in range(N):
        for f in range(F):
            for i, t in enumerate(steps):
                out[n, f, i] = (xp[n, :, t : t + K] * w[f]).sum() + b[f]
    return out, (xp, w, s, p, L)


def conv1d_backward(dout, cache):
    xp, w, s, p, L = cache
    K = w.shape[2]
    dxp, dw, db = np.zeros(xp.shape), np.zeros(w.shape), np.zeros(len(w))
    for n, f, i in np.ndindex(*dout.shape):
        t = i * s
        db[f] += dout[n, f, i]
        dw[f] += dout[n, f, i] * xp[n, :, t : t + K]
        dxp[n, :, t : t + K] += dout[n, f, i] * w[f]
    return dxp[..., p : p + L], dw, db
