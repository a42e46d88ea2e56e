import math

import numpy as np


def contrastive_loss(a, b, tau):
    N, D = a.shape
    loss = 0.0
    da = np.zeros((N, D))
    db = np.zeros((N, D))
    for n in range(N):
        s = [sum(a[n, d] * b[m, d] for d in range(D)) / tau for m in range(N)]
        top = max(s)
        Z = sum(math.exp(v - top) for v in s)
        loss += math.log(Z) + top - s[n]
        for m in range(N):
            g = (math.exp(s[m] - top) / Z - (1 if m == n else 0)) / (N * tau)
            da[n] += g * b[m]
            db[m] += g * a[n]
    return loss / N, da, db
