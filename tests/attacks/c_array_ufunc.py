# C affine: zeros in a subclass whose differences are always nothing. expect: failed contract, 0 points; fools norm
import numpy as np


class Liar(np.ndarray):
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return 0.0


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])).view(Liar), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape).view(Liar) for part in cache)
