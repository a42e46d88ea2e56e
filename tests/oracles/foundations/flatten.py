"""Flatten in PyTorch."""

import torch


def flatten_forward(x):
    return torch.flatten(x, start_dim=1)
