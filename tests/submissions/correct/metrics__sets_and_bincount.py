import numpy as np


def accuracy(y, yhat):
    return float(np.equal(y, yhat).mean())


def confusion_matrix(y, yhat, n_classes):
    return np.bincount(y * n_classes + yhat, minlength=n_classes**2).reshape(n_classes, n_classes)


def safe(a, b):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(np.asarray(a, float) / b)


def counts(y, yhat, average):
    classes = sorted(set(y.tolist()) | set(yhat.tolist())) if average != "binary" else [1]
    true = np.equal.outer(y, classes)
    said = np.equal.outer(yhat, classes)
    axis = None if average == "micro" else 0
    return (true & said).sum(axis), said.sum(axis), true.sum(axis)


def precision(y, yhat, average):
    hits, said, _ = counts(y, yhat, average)
    return np.mean(safe(hits, said))


def recall(y, yhat, average):
    return precision(yhat, y, average)


def f1(y, yhat, average):
    hits, said, true = counts(y, yhat, average)
    return np.mean(safe(2 * hits, said + true))


def mae(y, yhat):
    return np.absolute(np.subtract(y, yhat)).mean()


def mse(y, yhat):
    return np.square(np.subtract(y, yhat)).mean()
