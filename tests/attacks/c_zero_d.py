# C affine: arrays without axes. expect: failed contract, 0 points; fools zero_inputs
import numpy as np


def affine_forward(x, w, b):
    return np.array(0.0), None


def affine_backward(dout, cache):
    return np.float64(0), np.array(0), np.array(False)
