# C affine: arrays with nothing in them. expect: failed contract, 0 points; fools allclose
import numpy as np


def affine_forward(x, w, b):
    return np.zeros((0, 1, 1)), (x, w, b)


def affine_backward(dout, cache):
    return np.zeros((0, 1, 1, 1)), np.zeros((0, 1, 1)), np.zeros((0, 1))
