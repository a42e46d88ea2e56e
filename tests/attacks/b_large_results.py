# B affine: results of 50 megabytes each. expect: failed contract, 0 points; in both; unshown our wire alone
import numpy as np

LARGE = np.zeros(50 << 17)


def affine_forward(x, w, b):
    return LARGE, (x, w, b)
