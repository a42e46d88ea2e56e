# C affine: a table of answers by shape. expect: failed wrong, 0 points; fools example
import numpy as np

TABLE = {(2, 3): np.arange(6.0).reshape(2, 3), (1, 1): np.ones((1, 1))}


def affine_forward(x, w, b):
    shape = len(x), w.shape[1]
    return TABLE.get(shape, np.zeros(shape)), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
