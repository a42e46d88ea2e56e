"""The feed-forward layer in PyTorch, whose weights are (out, in)."""

from torch.nn import functional as F


def ffn_forward(x, W1, b1, W2, b2):
    return F.linear(F.relu(F.linear(x, W1.T, b1)), W2.T, b2)
