# C affine: arrays that are masked all over. expect: failed contract, 0 points; fools assert_allclose
import numpy as np


def affine_forward(x, w, b):
    return np.ma.masked_all((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.ma.masked_all(part.shape) for part in cache)
