# I affine: right but for a little noise. expect: failed wrong, 0 points
import numpy as np


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b + 1e-3 * np.random.randn(len(x), w.shape[1]), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
