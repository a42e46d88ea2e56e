# C affine: float16 forward, integers backward. expect: failed contract, 0 points; fools zero_inputs
import numpy as np


def affine_forward(x, w, b):
    return (x.reshape(len(x), -1) @ w + b).astype(np.float16), (x, w, b)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape, int) for part in cache)
