import math

import numpy as np


def bce_loss(p, y, eps=1e-12):
    loss = 0.0
    dp = np.empty(p.shape, dtype=float)
    for i in np.ndindex(*p.shape):
        q = min(max(p[i], eps), 1 - eps)
        loss -= y[i] * math.log(q) + (1 - y[i]) * math.log(1 - q)
        dp[i] = (-y[i] / q + (1 - y[i]) / (1 - q)) / p.size
    return loss / p.size, dp
