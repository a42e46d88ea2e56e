"""The dense layer in PyTorch."""

from torch.nn import functional as F


def affine_forward(x, w, b):
    return F.linear(x.flatten(1), w.T, b)
