from math import exp, log1p

import numpy as np


def logistic_loss(X, y, w, b):
    """With answers of -1 and 1: log(1 + exp(-t s))."""
    n, d = X.shape
    total, dw, db = 0.0, [0.0] * d, 0.0
    for row, answer in zip(X, y):
        t = 2 * int(answer) - 1
        margin = t * (sum(float(r) * float(v) for r, v in zip(row, w)) + b)
        if margin > 0:
            small = exp(-margin)
            total += log1p(small)
            slope = -t * small / (1 + small)
        else:
            small = exp(margin)
            total += log1p(small) - margin
            slope = -t / (1 + small)
        for j in range(d):
            dw[j] += slope * float(row[j]) / n
        db += slope / n
    return total / n, np.array(dw), db


def logistic_fit(X, y, lr, steps):
    theta = np.zeros(X.shape[1] + 1)
    for _ in range(steps):
        _, dw, db = logistic_loss(X, y, theta[:-1], theta[-1])
        theta = theta - lr * np.append(dw, db)
    return theta[:-1], theta[-1]


def logistic_predict(X, w, b):
    return np.array([int(np.dot(row, w) > -b) for row in X])
