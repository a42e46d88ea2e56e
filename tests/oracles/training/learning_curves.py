"""The same rule on tensors, with the curves divided by their unit first."""

import torch


def diagnose(first, train, val):
    curves = torch.stack([train, val]) / first
    whole = torch.cat([torch.ones(2, 1, dtype=curves.dtype), curves], dim=1)
    ends = torch.stack([curve[-3:].mean() for curve in whole])
    high = ends[0] > 0.5
    leaves = (ends[1] - ends[0] > 0.25) | (ends[1] - whole[1].min() > 0.1)
    return torch.stack([high, leaves & ~high, ~leaves & ~high]).long()
