"""Adagrad in PyTorch, started from the cache in the config."""

import torch


def adagrad(w, dw, config=None):
    config = dict(config or {})
    parameter = torch.nn.Parameter(w.detach().clone())
    parameter.grad = dw.detach().clone()
    optimiser = torch.optim.Adagrad([parameter], lr=config.get("learning_rate", 1e-2), eps=config.get("epsilon", 1e-8))
    state = {
        "step": torch.tensor(0.0),
        "sum": torch.as_tensor(config.get("cache", torch.zeros_like(w))).clone(),
    }
    optimiser.state[parameter] = state
    optimiser.step()
    config["cache"] = state["sum"]
    return parameter.detach(), config
