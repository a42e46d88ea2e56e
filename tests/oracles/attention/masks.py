"""Masks in PyTorch, whose scaled_dot_product_attention reads them in the same way."""

import torch


def causal_mask(T):
    return torch.ones(T, T).tril() == 1


def padding_mask(lengths, T):
    real = torch.zeros(len(lengths), T, dtype=torch.bool)
    for row, length in zip(real, lengths, strict=True):
        row[:length] = True
    return real.unsqueeze(1).expand(-1, T, -1)
