"""Softmax in PyTorch."""

from torch.nn import functional as F


def softmax_forward(x):
    return F.softmax(x, dim=-1)
