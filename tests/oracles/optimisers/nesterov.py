"""Nesterov's momentum in PyTorch, whose velocity is a sum of gradients, not of steps."""

import torch


def nesterov(w, dw, config=None):
    config = dict(config or {})
    lr, momentum = config.get("learning_rate", 1e-2), config.get("momentum", 0.9)
    parameter = torch.nn.Parameter(w.detach().clone())
    parameter.grad = dw.detach().clone()
    optimiser = torch.optim.SGD([parameter], lr=lr, momentum=momentum, nesterov=True)
    velocity = torch.as_tensor(config.get("velocity", torch.zeros_like(w)))
    optimiser.state[parameter]["momentum_buffer"] = -velocity / lr
    optimiser.step()
    config["velocity"] = -lr * optimiser.state[parameter]["momentum_buffer"]
    return parameter.detach(), config
