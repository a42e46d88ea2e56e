# I affine: right, with warnings of every kind. expect: passed, 20 points; in both
import warnings

import numpy as np

warnings.warn("old", DeprecationWarning)
"\d"


def affine_forward(x, w, b):
    np.zeros(1) / 0
    np.exp(np.array(1e4))
    warnings.warn("x" * 10_000)
    warnings.warn(UserWarning("no text \x1b[31m"))
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
