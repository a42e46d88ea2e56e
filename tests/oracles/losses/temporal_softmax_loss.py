"""The temporal softmax loss in PyTorch: steps that do not count are ignored, the others summed."""

from torch.nn import functional as F


def temporal_softmax_loss(x, y, mask):
    target = y.masked_fill(~mask, -100)
    return F.cross_entropy(x.transpose(1, 2), target, ignore_index=-100, reduction="sum") / len(x)
