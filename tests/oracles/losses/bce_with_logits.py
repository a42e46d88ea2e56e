"""Binary cross-entropy on logits in PyTorch."""

from torch.nn import functional as F


def bce_with_logits_loss(x, y):
    return F.binary_cross_entropy_with_logits(x, y)
