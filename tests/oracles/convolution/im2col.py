"""im2col in PyTorch: its unfold has the windows of each example as columns."""

from torch.nn import functional as F


def im2col(x, HH, WW, stride, pad):
    columns = F.unfold(x, (HH, WW), stride=stride, padding=pad)
    return columns.transpose(1, 2).flatten(0, 1)
