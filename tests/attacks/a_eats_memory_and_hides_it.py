# A affine: takes memory until there is none, again and again, and lets no exception out. expect: error timeout, 0 points; only process; naive batch hangs
import numpy as np


def affine_forward(x, w, b):
    kept = []
    while True:
        try:
            kept.append(np.empty(1 << 20))
        except MemoryError:
            kept.clear()
