import numpy as np


def mse_loss(x, y):
    r = np.ravel(x - y)
    n = r.shape[0]
    loss = float(r @ r) / n
    dx = (2.0 / n * r).reshape(x.shape)
    return loss, dx
