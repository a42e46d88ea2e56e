# C affine: repeats the bias, and gives the gradient of that; only db is right. expect: failed wrong, 3 points; fools own_forward
import numpy as np


def affine_forward(x, w, b):
    return np.tile(b, (len(x), 1)), (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=0)
