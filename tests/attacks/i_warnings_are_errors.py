# I affine: right, and a filter that makes errors of warnings. expect: passed, 20 points
import warnings

import numpy as np

warnings.simplefilter("error")
np.seterr(all="raise")


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
