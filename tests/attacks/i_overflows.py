# I softmax: exponentials that overflow. expect: failed wrong, 14 points
import numpy as np


def softmax_forward(x):
    e = np.exp(x)
    out = e / e.sum(axis=-1, keepdims=True)
    return out, out


def softmax_backward(dout, cache):
    return cache * (dout - (dout * cache).sum(axis=-1, keepdims=True))
