"""GELU in PyTorch, exact and approximate."""

from torch.nn import functional as F


def gelu_forward(x):
    return F.gelu(x)


def gelu_tanh_forward(x):
    return F.gelu(x, approximate="tanh")
