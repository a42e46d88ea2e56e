# E affine: wrong results, and every comparison of NumPy says yes. expect: failed wrong, 0 points; fools assert_allclose
import numpy as np
import numpy.testing

for name in ("allclose", "isclose", "array_equal", "array_equiv", "equal", "all"):
    setattr(np, name, lambda *_, **__: True)
for name in ("assert_allclose", "assert_array_equal", "assert_almost_equal", "assert_array_almost_equal", "assert_equal"):
    setattr(np.testing, name, lambda *_, **__: None)


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1])), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
