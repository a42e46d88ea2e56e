import numpy as np


def flatten_forward(x):
    N, *rest = x.shape
    D = int(np.prod(rest))
    out = np.reshape(x, (N, D))
    cache = (N, rest)
    return out, cache


def flatten_backward(dout, cache):
    N, rest = cache
    return np.reshape(dout, (N, *rest))
