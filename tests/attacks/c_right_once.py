# C affine: right at the very first call. expect: failed wrong, 0 points; fools assert_allclose
import numpy as np

CALLS = [0, 0]


def affine_forward(x, w, b):
    CALLS[0] += 1
    return (x.reshape(len(x), -1) @ w + b) * (CALLS[0] == 1), (x, w)


def affine_backward(dout, cache):
    x, w = cache
    CALLS[1] += 1
    right = CALLS[1] == 1
    return (dout @ w.T).reshape(x.shape) * right, x.reshape(len(x), -1).T @ dout * right, dout.sum(axis=0) * right
