import numpy as np


def clip_grad_norm(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads.values()]))
    if norm <= max_norm:
        return dict(grads), norm
    return {k: g / norm * max_norm for k, g in grads.items()}, norm
