# C affine: zeros in a subclass that answers True to every NumPy function. expect: failed contract, 0 points; fools assert_allclose
import numpy as np


class Liar(np.ndarray):
    def __array_function__(self, function, types, args, kwargs):
        return True


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])).view(Liar), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape).view(Liar) for part in cache)
