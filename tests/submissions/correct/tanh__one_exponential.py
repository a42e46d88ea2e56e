import numpy as np


def tanh_forward(x):
    e = np.exp(-2.0 * np.abs(x))
    out = np.sign(x) * (1.0 - e) / (1.0 + e)
    return out, {"x": x, "e": e}


def tanh_backward(dout, cache):
    e = cache["e"]
    return dout * 4.0 * e / np.square(1.0 + e)
