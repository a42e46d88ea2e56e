# C affine: arrays that are one number, seen from everywhere. expect: failed wrong, 0 points; fools zero_inputs
import numpy as np


def affine_forward(x, w, b):
    return np.broadcast_to(b[0], (len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.broadcast_to(dout[0, 0], part.shape) for part in cache)
