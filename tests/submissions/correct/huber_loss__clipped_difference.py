import numpy as np


def mae_loss(x, y):
    r = np.asarray(x, dtype=float) - y
    n = r.size
    loss = (r[r > 0].sum() - r[r < 0].sum()) / n
    dx = ((r > 0).astype(float) - (r < 0).astype(float)) / n
    return loss, dx


def huber_loss(x, y, delta):
    r = np.asarray(x, dtype=float) - y
    small = np.clip(r, -delta, delta)
    loss = np.sum(small * (r - 0.5 * small)) / r.size
    return loss, small / r.size
