"""Convolution, ReLU and max pooling in PyTorch."""

from torch.nn import functional as F


def conv_relu_pool_forward(x, w, b, conv_param, pool_param):
    a = F.conv2d(x, w, b, stride=conv_param["stride"], padding=conv_param["pad"])
    window = pool_param["pool_height"], pool_param["pool_width"]
    return F.max_pool2d(F.relu(a), window, stride=pool_param["stride"])
