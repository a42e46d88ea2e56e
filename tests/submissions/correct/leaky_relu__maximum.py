import numpy as np


def leaky_relu_forward(x, alpha=0.01):
    out = np.maximum(alpha * x, x)
    return out, (out, alpha)


def leaky_relu_backward(dout, cache):
    out, alpha = cache
    slope = np.ones_like(out)
    slope[out < 0] = alpha
    return slope * dout
