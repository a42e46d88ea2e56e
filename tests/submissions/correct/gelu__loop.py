import math

import numpy as np

C = math.sqrt(2.0 / math.pi)


def _each(f, x):
    out = np.empty(x.shape)
    for i in np.ndindex(*x.shape):
        out[i] = f(float(x[i]))
    return out


def gelu_forward(x):
    return _each(lambda v: v * (1 + math.erf(v / math.sqrt(2))) / 2, x), x


def gelu_backward(dout, cache):
    def slope(v):
        return (1 + math.erf(v / math.sqrt(2))) / 2 + v * math.exp(-v * v / 2) / math.sqrt(2 * math.pi)

    return _each(slope, cache) * dout


def gelu_tanh_forward(x):
    return _each(lambda v: v * (1 + math.tanh(C * (v + 0.044715 * v**3))) / 2, x), x


def gelu_tanh_backward(dout, cache):
    def slope(v):
        t = math.tanh(C * (v + 0.044715 * v**3))
        return (1 + t) / 2 + v / 2 * (1 - t * t) * C * (1 + 0.134145 * v * v)

    return _each(slope, cache) * dout
