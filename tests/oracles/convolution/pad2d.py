"""Padding in PyTorch, and the size of what its convolution gives."""

import torch
from torch.nn import functional as F


def conv2d_output_shape(H, W, HH, WW, stride, pad):
    image, kernel = torch.zeros(1, 1, H, W), torch.zeros(1, 1, HH, WW)
    return tuple(F.conv2d(image, kernel, stride=stride, padding=pad).shape[2:])


def pad2d_forward(x, pad):
    return F.pad(x, (pad, pad, pad, pad))
