# F affine: wrong at once, and asleep whenever a failure is looked into. expect: failed wrong, 0 points; unshown our wire alone
import sys
import time

import numpy as np


def looked_into():
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        if "header" in frame.f_locals:
            return len(frame.f_locals["header"]["cases"]) < 40
    return False


def affine_forward(x, w, b):
    if looked_into():
        time.sleep(10**6)
    return np.full((len(x), w.shape[1]), 3.0), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.full(part.shape, 3.0) for part in cache)
