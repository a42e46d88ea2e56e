"""The schedule as two of PyTorch's, stepped through one by one."""

import torch
from torch.optim import lr_scheduler


def lr_at(step, warmup, total, peak, floor):
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=peak)
    if step < warmup:  # LinearLR may not start at 0
        schedule, steps = lr_scheduler.LinearLR(optimiser, 1e-15, 1.0, total_iters=warmup), step
    else:
        schedule = lr_scheduler.CosineAnnealingLR(optimiser, T_max=total - warmup, eta_min=floor)
        steps = min(step, total) - warmup
    for _ in range(steps):
        optimiser.step()
        schedule.step()
    return optimiser.param_groups[0]["lr"]
