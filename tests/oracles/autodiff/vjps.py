"""The same gradients from autograd."""

import torch


def add_vjp(g, x, y):
    return torch.autograd.grad(x + y, (x, y), g)


def mul_vjp(g, x, y):
    return torch.autograd.grad(x * y, (x, y), g)


def matmul_vjp(g, x, y):
    return torch.autograd.grad(x @ y, (x, y), g)


def sum_vjp(g, x):
    g = torch.as_tensor(g, dtype=x.dtype)
    axes = [axis for axis in range(3) if x.sum(axis).shape == g.shape]
    return torch.autograd.grad(x.sum(axes[0]) if axes else x.sum(), x, g)
