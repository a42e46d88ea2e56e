"""Instance normalisation in PyTorch."""

import torch


def instancenorm_forward(x, gamma, beta, eps):
    # torch.nn.functional.instance_norm refuses images of one pixel
    return torch.instance_norm(x, gamma, beta, None, None, True, 0.0, eps, False)
