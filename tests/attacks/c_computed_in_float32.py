# C affine: computed in float32 and handed back as float64. expect: failed wrong, 0 points; fools assert_allclose
import numpy as np


def affine_forward(x, w, b):
    x, w, b = (np.asarray(part, np.float32) for part in (x, w, b))
    return (x.reshape(len(x), -1) @ w + b).astype(float), (x, w)


def affine_backward(dout, cache):
    x, w = cache
    dout = dout.astype(np.float32)
    dx = (dout @ w.T).reshape(x.shape)
    dw, db = x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
    return dx.astype(float), dw.astype(float), db.astype(float)
