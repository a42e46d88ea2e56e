"""The hinge loss in PyTorch, whose own mean divides by the number of classes, too."""

from torch.nn import functional as F


def svm_loss(x, y):
    N, C = x.shape
    return F.multi_margin_loss(x, y, reduction="sum") * C / N
