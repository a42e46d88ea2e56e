# C affine: has PyTorch do it. expect: error raised, 0 points; unshown loading a framework takes seconds
import torch


def affine_forward(x, w, b):
    return torch.nn.functional.linear(torch.tensor(x), torch.tensor(w).T, torch.tensor(b)).numpy(), None
