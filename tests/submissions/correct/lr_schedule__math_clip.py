import math


def lr_at(step, warmup, total, peak, floor):
    if warmup > 0 and step < warmup:
        return peak * (step / warmup)
    frac = min(1.0, max(0.0, (step - warmup) / max(1, total - warmup)))
    return floor + 0.5 * (peak - floor) * (1.0 + math.cos(math.pi * frac))
