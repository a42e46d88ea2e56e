# C affine: arrays that say they are larger than their memory. expect: failed contract, 0 points; unshown NumPy refuses such shapes
import numpy as np
from numpy.lib.stride_tricks import as_strided


def affine_forward(x, w, b):
    return as_strided(np.zeros(1), (1 << 30, 1 << 20), (0, 0)), (x, w, b)


def affine_backward(dout, cache):
    return tuple(as_strided(np.zeros(1), (1 << 30, 1 << 30), (0, 0)) for _ in cache)
