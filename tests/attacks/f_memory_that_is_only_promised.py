# F affine: takes memory without touching it. expect: error memory, 0 points; naive batch memory
import numpy as np


def affine_forward(x, w, b):
    return [np.empty(1 << 27) for _ in range(100)]
