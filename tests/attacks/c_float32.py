# C affine: right values in float32. expect: failed contract, 0 points; fools assert_allclose
import numpy as np


def affine_forward(x, w, b):
    return (x.reshape(len(x), -1) @ w + b).astype(np.float32), (x, w)


def affine_backward(dout, cache):
    x, w = cache
    dx = (dout @ w.T).reshape(x.shape)
    dw, db = x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
    return dx.astype(np.float32), dw.astype(np.float32), db.astype(np.float32)
