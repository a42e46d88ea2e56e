import numpy as np


def rmsprop(w, dw, config=None):
    config = dict(config) if config else {}
    lr = config.setdefault("learning_rate", 0.01)
    rho = config.setdefault("decay_rate", 0.99)
    eps = config.setdefault("epsilon", 1e-8)
    s = config.get("cache")
    if s is None:
        s = np.zeros_like(w)
    # s + (1 - rho) (g^2 - s), the same average written as a correction
    config["cache"] = s + (1.0 - rho) * (np.square(dw) - s)
    w -= lr * dw / (config["cache"] ** 0.5 + eps)
    return w, config
