import numpy as np


def rmsprop(w, dw, config=None):
    if config is None:
        config = {}
    lr = config.get("learning_rate", 1e-2)
    decay = config.get("decay_rate", 0.99)
    eps = config.get("epsilon", 1e-8)
    old = config.get("cache", np.zeros(w.shape))
    cache = np.empty(w.shape)
    next_w = np.empty(w.shape)
    for i in np.ndindex(w.shape):
        cache[i] = decay * old[i] + (1 - decay) * dw[i] ** 2
        next_w[i] = w[i] - lr * dw[i] / (cache[i] ** 0.5 + eps)
    return next_w, {"learning_rate": lr, "decay_rate": decay, "epsilon": eps, "cache": cache}
