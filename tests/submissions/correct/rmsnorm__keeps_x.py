import numpy as np


def rmsnorm_forward(x, gamma, eps):
    d = x.shape[-1]
    inv = 1.0 / np.sqrt(np.sum(np.square(x), axis=-1) / d + eps)
    return x * inv[..., None] * gamma, (x, gamma, inv)


def rmsnorm_backward(dout, cache):
    x, gamma, inv = cache
    d = x.shape[-1]
    g = dout * gamma
    dot = np.sum(g * x, axis=-1)
    dx = g * inv[..., None] - x * (inv**3 * dot / d)[..., None]
    dgamma = np.sum(dout * x * inv[..., None], axis=tuple(range(x.ndim - 1)))
    return dx, dgamma
