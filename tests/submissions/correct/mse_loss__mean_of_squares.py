import numpy as np


def mse_loss(x, y):
    diff = x - y
    return np.mean(np.square(diff)), 2 * diff / diff.size
