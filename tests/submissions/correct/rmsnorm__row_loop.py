import math

import numpy as np


def rmsnorm_forward(x, gamma, eps):
    D = x.shape[-1]
    flat = np.asarray(x, dtype=float).reshape(-1, D)
    out = np.empty_like(flat)
    sizes = []
    for i in range(flat.shape[0]):
        total = 0.0
        for v in flat[i]:
            total += v * v
        size = math.sqrt(total / D + eps)
        sizes.append(size)
        out[i] = flat[i] / size * gamma
    return out.reshape(x.shape), (flat, sizes, gamma)


def rmsnorm_backward(dout, cache):
    flat, sizes, gamma = cache
    D = flat.shape[1]
    up = dout.reshape(-1, D)
    dx = np.zeros(flat.shape)
    dgamma = np.zeros(D)
    for i, size in enumerate(sizes):
        hat = flat[i] / size
        dgamma += up[i] * hat
        back = up[i] * gamma
        projection = np.dot(back, hat) / D
        dx[i] = (back - projection * hat) / size
    return dx.reshape(dout.shape), dgamma
