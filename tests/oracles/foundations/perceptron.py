"""The perceptron in PyTorch: one step of gradient descent on the loss max(0, -y score)."""

import torch


def perceptron_step(x, y, w, b, lr):
    w = w.detach().requires_grad_()
    b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    loss = torch.relu(-y * (x @ w + b))
    dw, db = torch.autograd.grad(loss, (w, b))
    return w - lr * dw, b - lr * db
