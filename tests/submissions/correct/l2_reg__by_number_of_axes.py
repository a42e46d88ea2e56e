import numpy as np


def l2_reg(params, reg):
    loss, grads = 0, dict()
    for key, value in params.items():
        if value.ndim < 2:
            continue
        loss += reg / 2 * np.linalg.norm(value) ** 2
        grads[key] = value * reg
    return loss, grads
