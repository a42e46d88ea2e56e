import numpy as np


def adagrad(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("cache", np.zeros_like(w))
    config["cache"] = np.square(dw) + config["cache"]
    w -= config["learning_rate"] / (config["cache"] ** 0.5 + config["epsilon"]) * dw
    return w, config
