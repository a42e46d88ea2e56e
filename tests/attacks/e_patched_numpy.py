# E affine: wrong results, and NumPy's constructors and types are others. expect: error raised, 0 points; naive batch spoiled
import numpy as np

real = np.zeros


def affine_forward(x, w, b):
    return real((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(real(part.shape) for part in cache)


for name in ("asarray", "array", "zeros", "frombuffer", "empty", "isfinite", "abs", "prod"):
    setattr(np, name, lambda *_, **__: real(1))
np.ndarray = np.generic = list
