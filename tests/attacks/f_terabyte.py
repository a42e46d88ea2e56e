# F affine: an array of a terabyte. expect: error memory, 0 points; naive batch memory
import numpy as np


def affine_forward(x, w, b):
    return np.zeros(10**12)
