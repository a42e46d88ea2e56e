# F affine: wrong at once, and asleep whenever a failure is looked into. expect: failed wrong, 0 points
import time

import numpy as np

CALLS = [0]


def affine_forward(x, w, b):
    CALLS[0] += 1
    if CALLS[0] > 150:
        time.sleep(10**6)
    return np.full((len(x), w.shape[1]), 3.0), (x, w, b)


def affine_backward(dout, cache):
    CALLS[0] += 1
    return tuple(np.full(part.shape, 3.0) for part in cache)
