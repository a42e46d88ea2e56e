"""The same model in PyTorch: its own loss, autograd and SGD."""

import torch
from torch.nn import functional as F


def logistic_loss(X, y, w, b):
    w, b = w.detach().requires_grad_(), torch.tensor(b, dtype=torch.float64, requires_grad=True)
    loss = F.binary_cross_entropy_with_logits(X.detach() @ w + b, y.double())
    return loss, *torch.autograd.grad(loss, (w, b))


def logistic_fit(X, y, lr, steps):
    X, layer = X.detach().double(), torch.nn.Linear(X.shape[1], 1, dtype=torch.float64)
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimiser = torch.optim.SGD(layer.parameters(), lr=lr)
    for _ in range(steps):
        optimiser.zero_grad()
        F.binary_cross_entropy_with_logits(layer(X)[:, 0], y.double()).backward()
        optimiser.step()
    return layer.weight[0], layer.bias[0]


def logistic_predict(X, w, b):
    return torch.sigmoid(X @ w + b).round().long()
