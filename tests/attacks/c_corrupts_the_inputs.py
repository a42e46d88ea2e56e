# C affine: sets its inputs to zero, so that a reference on the same arrays gives zeros, too. expect: failed wrong, 0 points; fools aliased
import numpy as np


def affine_forward(x, w, b):
    for part in (x, w, b):
        part[...] = 0
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    dout[...] = 0
    return tuple(np.zeros(part.shape) for part in cache)
