import numpy as np


def lr_at(step, warmup, total, peak, floor):
    up = step / warmup if warmup else np.inf
    if up < 1:
        return np.float64(peak) * up
    p = np.clip((step - warmup) / (total - warmup), 0, 1)
    share = np.cos(np.pi * p / 2) ** 2  # (1 + cos(a)) / 2 = cos(a / 2) ** 2
    return peak * share + floor * (1 - share)
