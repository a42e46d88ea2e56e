"""The same rule on tensors, with the curves divided by their unit first."""

import torch


def diagnose(first, train, val):
    whole = torch.stack([torch.cat([torch.tensor([first], dtype=train.dtype), train]), val]) / first
    ends = torch.stack([curve[-3:].mean() for curve in whole])
    high = ends[0] > 0.5
    leaves = (ends[1] - ends[0] > 0.25) | (ends[1] - whole[1].min() > 0.1)
    return torch.stack([high, leaves & ~high, ~leaves & ~high]).long()
