# F affine: a shape that no machine has. expect: error raised, 0 points; unshown an exception like any other
import numpy as np


def affine_forward(x, w, b):
    return np.zeros((2**40, 2**40))
