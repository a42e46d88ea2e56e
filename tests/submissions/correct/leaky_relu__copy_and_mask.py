import numpy as np


def leaky_relu_forward(x, alpha=0.01):
    out = x.astype(np.float64)
    negative = x < 0
    out[negative] = alpha * out[negative]
    cache = {"negative": negative, "alpha": alpha}
    return out, cache


def leaky_relu_backward(dout, cache):
    dx = np.array(dout, copy=True)
    dx[cache["negative"]] *= cache["alpha"]
    return dx
