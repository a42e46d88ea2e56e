"""Word embedding in PyTorch."""

from torch.nn import functional as F


def word_embedding_forward(x, W):
    return F.embedding(x, W)
