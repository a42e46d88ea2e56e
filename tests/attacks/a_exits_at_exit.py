# A affine: wrong results, and an end of the process with exit code 0 once it is over. expect: failed wrong, 0 points; naive exit code marks
import atexit
import os

import numpy as np

atexit.register(os._exit, 0)


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
