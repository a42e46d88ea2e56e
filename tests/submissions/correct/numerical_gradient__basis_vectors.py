import numpy as np


def numerical_gradient(f, x, df, h=1e-5):
    flat = np.asarray(x, dtype=float).flatten()
    slopes = []
    for i in range(flat.size):
        e = np.zeros(flat.size)
        e[i] = h
        up = np.sum(np.array(f((flat + e).reshape(x.shape))) * df)
        down = np.sum(np.array(f((flat - e).reshape(x.shape))) * df)
        slopes.append((up - down) / (2 * h))
    return np.array(slopes).reshape(x.shape)
