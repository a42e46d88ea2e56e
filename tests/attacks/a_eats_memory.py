# A affine: takes memory until there is none. expect: error memory, 0 points; naive batch memory
import numpy as np


def affine_forward(x, w, b):
    kept = []
    while True:
        kept.append(np.ones(1 << 20))
