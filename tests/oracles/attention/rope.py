"""Rotary embedding in PyTorch: each pair is a complex number, and to turn it is to multiply it."""

import torch


def rope_forward(x):
    T, D = x.shape[1:]
    frequency = 1.0 / 10000.0 ** (torch.arange(0, D, 2, dtype=torch.float64) / D)
    angle = torch.outer(torch.arange(T, dtype=torch.float64), frequency)
    turned = torch.view_as_complex(x.unflatten(-1, (-1, 2)).contiguous()) * torch.polar(torch.ones_like(angle), angle)
    return torch.view_as_real(turned).flatten(-2)
