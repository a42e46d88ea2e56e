# C softmax: a right forward, and a gradient of zero, which it is where dout is one everywhere. expect: failed wrong, 10 points; fools ones
import numpy as np


def softmax_forward(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True), None


def softmax_backward(dout, cache):
    return np.zeros(dout.shape)
