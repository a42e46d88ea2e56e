import numpy as np


def bce_loss(p, y, eps=1e-12):
    yes = np.maximum(p, eps)
    no = np.maximum(1 - p, eps)
    n = p.size
    loss = -(y * np.log(np.minimum(yes, 1 - eps)) + (1 - y) * np.log(np.minimum(no, 1 - eps))).sum() / n
    dp = ((1 - y) / np.minimum(no, 1 - eps) - y / np.minimum(yes, 1 - eps)) / n
    return loss, dp
