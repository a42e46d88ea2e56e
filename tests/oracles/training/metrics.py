"""The metrics from one-hot tensors; F1 as the harmonic mean of precision and recall."""

import torch
from torch.nn import functional as F


def accuracy(y, yhat):
    return (y == yhat).double().mean()


def confusion_matrix(y, yhat, n_classes):
    return F.one_hot(y, n_classes).T @ F.one_hot(yhat, n_classes)


def _tables(y, yhat, average):
    """Truth and prediction, (N, classes), with 1 where the example is of the class."""
    classes = torch.tensor([1]) if average == "binary" else torch.unique(torch.cat([y, yhat]))
    true, said = ((labels[:, None] == classes).double() for labels in (y, yhat))
    return (true.reshape(-1, 1), said.reshape(-1, 1)) if average == "micro" else (true, said)


def _precision(y, yhat, average):
    true, said = _tables(y, yhat, average)
    return torch.nan_to_num((true * said).sum(0) / said.sum(0))


def precision(y, yhat, average):
    return _precision(y, yhat, average).mean()


def recall(y, yhat, average):
    return _precision(yhat, y, average).mean()


def f1(y, yhat, average):
    p, r = _precision(y, yhat, average), _precision(yhat, y, average)
    return torch.nan_to_num(2 / (1 / p + 1 / r)).mean()


def mae(y, yhat):
    return F.l1_loss(yhat, y)


def mse(y, yhat):
    return F.mse_loss(yhat, y)
