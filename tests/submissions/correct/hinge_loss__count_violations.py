import numpy as np


def svm_loss(x, y):
    N = x.shape[0]
    correct_class_scores = x[np.arange(N), y]
    margins = np.maximum(0, x - correct_class_scores[:, np.newaxis] + 1.0)
    loss = (np.sum(margins) - N) / N
    num_pos = np.sum(margins > 0, axis=1) - 1
    dx = np.zeros_like(x, dtype=float)
    dx[margins > 0] = 1
    dx[np.arange(N), y] = -num_pos
    dx /= N
    return loss, dx
