import numpy as np


def mae_loss(x, y):
    loss = 0
    dx = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        d = x[i] - y[i]
        loss += abs(d)
        dx[i] = 1 if d > 0 else -1
    return loss / x.size, dx / x.size


def huber_loss(x, y, delta):
    loss = 0
    dx = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        d = x[i] - y[i]
        if abs(d) < delta:
            loss += d * d / 2
            dx[i] = d
        else:
            loss += delta * abs(d) - delta**2 / 2
            dx[i] = delta if d > 0 else -delta
    return loss / x.size, dx / x.size
