import numpy as np


def logsumexp(x):
    m = np.max(x, axis=-1)
    return m + np.log(np.sum(np.exp(x - m[:, None]), axis=-1))


def stable_softmax(x):
    return np.exp(x - logsumexp(x)[:, None])


def softmax_cross_entropy_loss(x, y):
    n = len(y)
    loss = np.mean(logsumexp(x) - x[range(n), y])
    target = np.zeros(x.shape)
    target[range(n), y] = 1
    return loss, (stable_softmax(x) - target) / n
