import numpy as np


def temporal_affine_forward(x, w, b):
    N, T, D = x.shape
    out = np.empty((N, T, w.shape[1]))
    for t in range(T):
        out[:, t, :] = np.dot(x[:, t, :], w) + b[None, :]
    cache = {"x": x, "w": w, "b": b}
    return out, cache


def temporal_affine_backward(dout, cache):
    x, w, b = cache["x"], cache["w"], cache["b"]
    dx = np.zeros(x.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(b.shape)
    for n in range(x.shape[0]):
        for t in range(x.shape[1]):
            g = dout[n, t]
            dx[n, t] = w @ g
            dw += np.outer(x[n, t], g)
            db += g
    return dx, dw, db
