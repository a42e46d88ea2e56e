# B affine: results that say they are of another class, and raise when they are asked. expect: failed contract, 0 points; naive described ends
import numpy as np


class Liar:
    @property
    def __class__(self):
        return np.ndarray

    @property
    def dtype(self):
        raise SystemExit


def affine_forward(x, w, b):
    return Liar(), Liar()


def affine_backward(dout, cache):
    return Liar(), Liar(), Liar()
