import math

import numpy as np


def softmax_row(row):
    top = max(row)
    e = [math.exp(v - top) for v in row]
    s = sum(e)
    return [v / s for v in e]


def stable_softmax(x):
    return np.array([softmax_row(row) for row in x.tolist()])


def softmax_cross_entropy_loss(x, y):
    loss, dx = 0.0, []
    for row, label in zip(x.tolist(), y.tolist()):
        top = max(row)
        loss += math.log(sum(math.exp(v - top) for v in row)) + top - row[label]
        p = softmax_row(row)
        p[label] -= 1.0
        dx.append(p)
    return loss / len(y), np.array(dx) / len(y)
