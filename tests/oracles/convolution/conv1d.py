"""Convolution along a sequence in PyTorch."""

from torch.nn import functional as F


def conv1d_forward(x, w, b, conv_param):
    return F.conv1d(x, w, b, stride=conv_param["stride"], padding=conv_param["pad"])
