# F affine: one operation of NumPy that takes for ever. expect: error timeout, 0 points; only process; naive batch hangs
import numpy as np


def affine_forward(x, w, b):
    return np.linalg.matrix_power(np.ones((1500, 1500)) / 1500, 2**300)
