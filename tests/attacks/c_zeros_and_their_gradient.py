# C affine: zeros, whose gradient is zero: right for its own forward, and worth nothing. expect: failed wrong, 0 points; fools own_forward
import numpy as np


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
