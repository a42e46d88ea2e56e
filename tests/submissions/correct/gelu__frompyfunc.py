from math import erfc, pi, sqrt

import numpy as np

_half_erfc = np.frompyfunc(lambda v: 0.5 * erfc(-v / sqrt(2)), 1, 1)


def gelu_forward(x):
    weight = np.array(_half_erfc(x), dtype=np.float64)
    return weight * x, x


def gelu_backward(dout, cache):
    x = cache
    weight = np.array(_half_erfc(x), dtype=np.float64)
    return dout * weight + dout * x * np.exp(-0.5 * x * x) / sqrt(2 * pi)


def gelu_tanh_forward(x):
    u = sqrt(2 / pi) * x * (1 + 0.044715 * x * x)
    return x / (1 + np.exp(-2 * np.clip(u, -300, 300))), (x, np.clip(u, -300, 300))


def gelu_tanh_backward(dout, cache):
    x, u = cache
    s = 1 / (1 + np.exp(-2 * u))
    du = sqrt(2 / pi) * (1 + 0.134145 * x * x)
    return dout * (s + 2 * x * s * (1 - s) * du)
