"""The mean squared error in PyTorch."""

from torch.nn import functional as F


def mse_loss(x, y):
    return F.mse_loss(x, y)
