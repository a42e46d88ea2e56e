import math

import numpy as np


def bce_with_logits_loss(x, y):
    total = 0.0
    dx = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        s, t = float(x[i]), float(y[i])
        if s > 0:
            e = math.exp(-s)
            total += s * (1 - t) + math.log1p(e)
            dx[i] = 1 / (1 + e) - t
        else:
            e = math.exp(s)
            total += math.log1p(e) - s * t
            dx[i] = e / (1 + e) - t
    return total / x.size, dx / x.size
