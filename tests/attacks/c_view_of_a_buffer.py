# C affine: results are views of a buffer that the next call overwrites, and so is what backward needs. expect: failed wrong, 20 points; fools assert_allclose
import numpy as np

BUFFER = np.zeros((4, 1000))


def keep(place, array):
    view = BUFFER[place, : array.size].reshape(array.shape)
    view[...] = array
    return view


def affine_forward(x, w, b):
    return keep(0, x.reshape(len(x), -1) @ w + b), (keep(1, x), keep(2, w))


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
