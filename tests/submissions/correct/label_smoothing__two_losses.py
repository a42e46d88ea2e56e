import numpy as np


def label_smoothing_loss(x, y, smoothing):
    N, C = x.shape
    m = np.max(x, axis=1)
    lse = m + np.log(np.sum(np.exp(x - m[:, None]), axis=1))
    nll = np.mean(lse - x[np.arange(N), y])
    uniform = np.mean(lse[:, None] - x)
    loss = (1 - smoothing) * nll + smoothing * uniform
    dx = np.exp(x - lse[:, None])
    dx -= smoothing / C
    dx[np.arange(N), y] -= 1 - smoothing
    return float(loss), dx / N
