"""Gradient descent in PyTorch, whose velocity is a sum of gradients, not of steps."""

import torch


def sgd(w, dw, config=None):
    config = dict(config or {})
    lr = config.get("learning_rate", 1e-2)
    return _step(torch.optim.SGD([_parameter(w, dw)], lr=lr)), config


def sgd_momentum(w, dw, config=None):
    config = dict(config or {})
    lr, momentum = config.get("learning_rate", 1e-2), config.get("momentum", 0.9)
    velocity = torch.as_tensor(config.get("velocity", torch.zeros_like(w)))
    parameter = _parameter(w, dw)
    optimiser = torch.optim.SGD([parameter], lr=lr, momentum=momentum)
    optimiser.state[parameter]["momentum_buffer"] = -velocity / lr
    next_w = _step(optimiser)
    config["velocity"] = -lr * optimiser.state[parameter]["momentum_buffer"]
    return next_w, config


def _parameter(w, dw):
    parameter = torch.nn.Parameter(w.detach().clone())
    parameter.grad = dw.detach().clone()
    return parameter


def _step(optimiser):
    optimiser.step()
    return optimiser.param_groups[0]["params"][0].detach()
