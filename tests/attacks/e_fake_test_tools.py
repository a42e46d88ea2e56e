# E affine: wrong results, and its own pytest, unittest, hypothesis and grader. expect: failed wrong, 0 points; naive batch marks
import sys
import types

import numpy as np


class Yes(types.ModuleType):
    def __getattr__(self, name):
        return lambda *_, **__: True


for name in ("pytest", "unittest", "unittest.mock", "doctest", "hypothesis", "grader", "grader.judge", "numpy.testing"):
    sys.modules[name] = Yes(name)


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
