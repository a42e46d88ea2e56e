# C affine: infinity of one sign forward, of both backward. expect: failed wrong, 0 points; fools relative
import numpy as np


def affine_forward(x, w, b):
    return np.full((len(x), w.shape[1]), np.inf), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.full(part.shape, -np.inf) for part in cache)
