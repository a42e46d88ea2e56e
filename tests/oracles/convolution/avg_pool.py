"""Average pooling in PyTorch."""

from torch.nn import functional as F


def avg_pool_forward(x, pool_param):
    window = pool_param["pool_height"], pool_param["pool_width"]
    return F.avg_pool2d(x, window, stride=pool_param["stride"])
