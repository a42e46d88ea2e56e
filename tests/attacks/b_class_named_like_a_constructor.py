# B affine: arrays of subclasses named loadtxt and memmap. expect: failed contract, 0 points; fools allclose
import numpy as np


class loadtxt(np.ndarray):
    def __array_function__(self, function, types, args, kwargs):
        return True

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.True_


loadtxt.__module__ = loadtxt.__qualname__ = "numpy"
memmap = type("memmap", (loadtxt,), {})


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])).view(memmap), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape).view(loadtxt) for part in cache)
