# C affine: NaN everywhere. expect: failed wrong, 0 points; fools negated
import numpy as np


def affine_forward(x, w, b):
    return np.full((len(x), w.shape[1]), np.nan), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.full(part.shape, np.nan) for part in cache)
