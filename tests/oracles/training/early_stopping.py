"""ReduceLROnPlateau counts bad epochs in the same way: where it would lower the rate, training stops."""

import torch
from torch.optim.lr_scheduler import ReduceLROnPlateau


def early_stopping(val_losses, patience, min_delta):
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = ReduceLROnPlateau(optimiser, patience=patience - 1, threshold=min_delta, threshold_mode="abs")
    epoch = 0
    for t, loss in enumerate(val_losses):
        optimiser.step()
        schedule.step(loss.detach())
        if optimiser.param_groups[0]["lr"] < 1.0:
            break
        if schedule.num_bad_epochs == 0:
            epoch = t
    return epoch
