"""Positional encoding in PyTorch, in the form that its own transformer tutorial uses."""

import math

import torch


def positional_encoding(T, D):
    position = torch.arange(T, dtype=torch.float64).unsqueeze(1)
    frequency = torch.exp(torch.arange(0, D, 2, dtype=torch.float64) * (-math.log(10000.0) / D))
    pe = torch.zeros(T, D, dtype=torch.float64)
    pe[:, 0::2] = torch.sin(position * frequency)
    pe[:, 1::2] = torch.cos(position * frequency)[:, : D // 2]
    return pe
