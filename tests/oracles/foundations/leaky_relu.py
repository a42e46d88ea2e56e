"""Leaky ReLU in PyTorch."""

from torch.nn import functional as F


def leaky_relu_forward(x, alpha=0.01):
    return F.leaky_relu(x, alpha)
