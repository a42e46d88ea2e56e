"""Initialisation in PyTorch, whose weights are (out, in) and whose draws are its own."""

import torch
from torch.nn import init


def he_init(fan_in, fan_out, rng):
    return init.kaiming_normal_(torch.empty(fan_out, fan_in, dtype=torch.float64), nonlinearity="relu").T


def xavier_init(fan_in, fan_out, rng):
    return init.xavier_uniform_(torch.empty(fan_out, fan_in, dtype=torch.float64)).T
