"""The dense layer over time in PyTorch: its dense layer, which takes any number of axes."""

from torch.nn import functional as F


def temporal_affine_forward(x, w, b):
    return F.linear(x, w.T, b)
