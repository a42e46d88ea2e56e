"""ReLU in PyTorch."""

from torch.nn import functional as F


def relu_forward(x):
    return F.relu(x)
