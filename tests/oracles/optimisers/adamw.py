"""AdamW in PyTorch, started from the moments in the config."""

import torch


def adamw(w, dw, config=None):
    config = dict(config or {})
    parameter = torch.nn.Parameter(w.detach().clone())
    parameter.grad = dw.detach().clone()
    optimiser = torch.optim.AdamW(
        [parameter],
        lr=config.get("learning_rate", 1e-3),
        betas=(config.get("beta1", 0.9), config.get("beta2", 0.999)),
        eps=config.get("epsilon", 1e-8),
        weight_decay=config.get("weight_decay", 1e-2),
    )
    state = {
        "step": torch.tensor(float(config.get("t", 0))),
        "exp_avg": torch.as_tensor(config.get("m", torch.zeros_like(w))).clone(),
        "exp_avg_sq": torch.as_tensor(config.get("v", torch.zeros_like(w))).clone(),
    }
    optimiser.state[parameter] = state
    optimiser.step()
    config.update(m=state["exp_avg"], v=state["exp_avg_sq"], t=int(state["step"]))
    return parameter.detach(), config
