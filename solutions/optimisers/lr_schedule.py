r"""Learning rate schedule: up in a straight line, then down along a cosine."""

import numpy as np


def lr_at(step: int, warmup: int, total: int, peak: float, floor: float) -> float:
    r"""Return the learning rate of one step; the first step is step 0, and warmup < total.

    Before step warmup: $\mathrm{peak} \cdot \mathrm{step} / \mathrm{warmup}$. From there to step
    total, with $p = (\mathrm{step} - \mathrm{warmup}) / (\mathrm{total} - \mathrm{warmup})$:
    $\mathrm{floor} + (\mathrm{peak} - \mathrm{floor}) (1 + \cos \pi p) / 2$.
    From step total on: floor. warmup may be 0: then there is no way up.
    """
    if step < warmup:
        lr = peak * step / warmup
    elif step < total:
        progress = (step - warmup) / (total - warmup)
        lr = floor + (peak - floor) * (1 + np.cos(np.pi * progress)) / 2
    else:
        lr = floor
    return lr
