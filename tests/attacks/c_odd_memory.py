# C affine: right values: not contiguous, reversed, in Fortran order, read-only. expect: passed, 20 points; unshown right work that must not suffer
import numpy as np


def odd(array):
    wide = np.zeros([2 * size for size in array.shape], order="F")[tuple(slice(None, None, -2) for _ in array.shape)]
    wide[...] = array
    wide.flags.writeable = False
    return wide


def affine_forward(x, w, b):
    return odd(x.reshape(len(x), -1) @ w + b), (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return odd((dout @ w.T).reshape(x.shape)), odd(x.reshape(len(x), -1).T @ dout), odd(dout.sum(axis=0))
