"""Max pooling in PyTorch."""

from torch.nn import functional as F


def max_pool_forward_naive(x, pool_param):
    window = pool_param["pool_height"], pool_param["pool_width"]
    return F.max_pool2d(x, window, stride=pool_param["stride"])
