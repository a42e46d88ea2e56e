import numpy as np


def accuracy(y, yhat):
    return (y == yhat).sum() / len(y)


def confusion_matrix(y, yhat, n_classes):
    cm = np.zeros((n_classes, n_classes), dtype=int)
    for t, p in zip(y, yhat):
        cm[t][p] += 1
    return cm


def _scores(y, yhat, average, kind):
    n = max(max(y), max(yhat), 1) + 1
    cm = confusion_matrix(y, yhat, n)
    tp, fp, fn = np.diag(cm), cm.sum(0) - np.diag(cm), cm.sum(1) - np.diag(cm)
    if average == "binary":
        tp, fp, fn = tp[1:2], fp[1:2], fn[1:2]
    else:
        seen = tp + fp + fn > 0
        tp, fp, fn = tp[seen], fp[seen], fn[seen]
    if average == "micro":
        tp, fp, fn = (np.array([a.sum()]) for a in (tp, fp, fn))
    result = []
    for a, b, c in zip(tp, fp, fn):
        p = a / (a + b) if a + b else 0.0
        r = a / (a + c) if a + c else 0.0
        f = 2 * p * r / (p + r) if p + r else 0.0
        result.append({"p": p, "r": r, "f": f}[kind])
    return float(np.mean(result))


def precision(y, yhat, average):
    return _scores(y, yhat, average, "p")


def recall(y, yhat, average):
    return _scores(y, yhat, average, "r")


def f1(y, yhat, average="binary"):
    return _scores(y, yhat, average, "f")


def mae(y, yhat):
    return np.abs(yhat - y).sum() / y.size


def mse(y, yhat):
    d = (yhat - y).ravel()
    return d @ d / d.size
