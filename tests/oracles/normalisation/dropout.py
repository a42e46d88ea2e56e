"""Dropout in PyTorch, whose p is the probability to drop; its draws are its own."""

import torch
from torch.nn import functional as F


def dropout_forward(x, dropout_param):
    if "seed" in dropout_param:
        torch.manual_seed(dropout_param["seed"])
    return F.dropout(x, 1 - dropout_param["p"], training=dropout_param["mode"] == "train")
