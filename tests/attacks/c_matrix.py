# C affine: right values, out and dw in np.matrix, which changes what * means. expect: failed contract, 8 points; fools assert_allclose
import numpy as np


def affine_forward(x, w, b):
    return np.matrix(x.reshape(len(x), -1) @ w + b), (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), np.matrix(x.reshape(len(x), -1).T @ dout), np.ravel(dout.sum(axis=0))
