# E affine: wrong results, and builtins that say yes to everything, imports among them. expect: error forbidden, 0 points; naive batch ends
import builtins

import numpy as np


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)


builtins.isinstance = builtins.issubclass = builtins.all = builtins.any = builtins.callable = lambda *_: True
builtins.type = lambda *_: np.ndarray
builtins.__import__ = lambda *_, **__: np
