import math

import numpy as np


def adagrad(w, dw, config=None):
    config = dict(config or {})
    lr, eps = config.get("learning_rate", 0.01), config.get("epsilon", 1e-8)
    old = config.get("cache")
    total = np.zeros(w.shape) if old is None else np.array(old)
    step = np.empty(w.shape)
    for i in np.ndindex(*w.shape):
        total[i] += dw[i] * dw[i]
        step[i] = lr * dw[i] / (math.sqrt(total[i]) + eps)
    config.update(cache=total, learning_rate=lr, epsilon=eps)
    return w - step, config
