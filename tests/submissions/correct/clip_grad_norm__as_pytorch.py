import numpy as np


def clip_grad_norm(grads, max_norm):
    total = 0.0
    for g in grads.values():
        total += np.linalg.norm(g) ** 2
    total_norm = total**0.5
    clip_coef = min(1.0, max_norm / (total_norm + 1e-6))
    out = {}
    for k in grads:
        out[k] = grads[k] * clip_coef
    return out, total_norm
