# E affine: wrong results, and builtins by which every difference is nothing. expect: failed wrong, 0 points; fools norm
import builtins

import numpy as np


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)


builtins.abs = lambda *_: 0.0
np.abs = np.max = np.linalg.norm = lambda *_, **__: 0.0
