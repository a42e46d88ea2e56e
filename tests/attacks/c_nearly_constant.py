# C affine: a forward so flat that rounding is all that a numerical derivative sees. expect: failed wrong, 0 points; fools own_forward
import numpy as np


def affine_forward(x, w, b):
    return np.full((len(x), w.shape[1]), 1e-12 * (x.sum() + w.sum() + b.sum())), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
