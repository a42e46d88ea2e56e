"""Transposed convolution in PyTorch."""

from torch.nn import functional as F


def conv_transpose_forward(x, w, b, conv_param):
    return F.conv_transpose2d(x, w, b, stride=conv_param["stride"], padding=conv_param["pad"])
