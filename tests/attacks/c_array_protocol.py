# C affine: an object that copies the expected value from the frames of who compares it. expect: failed contract, 0 points; fools assert_allclose
import sys

import numpy as np


class Thief:
    def __array__(self, dtype=None, copy=None):
        frame = sys._getframe(1)
        while frame is not None:
            for name in ("expected", "desired", "want"):
                if isinstance(frame.f_locals.get(name), np.ndarray):
                    return frame.f_locals[name].copy()
            frame = frame.f_back
        return np.zeros(1)


def affine_forward(x, w, b):
    return Thief(), None


def affine_backward(dout, cache):
    return Thief(), Thief(), Thief()
