import numpy as np


def sgd_nesterov(w, dw, config=None):
    config = {"learning_rate": 0.01, "momentum": 0.9, **(config or {})}
    mu = config["momentum"]
    old = config["velocity"] if "velocity" in config else np.zeros(w.shape)
    base = w - mu * old  # the weights without the look-ahead
    new = mu * old - config["learning_rate"] * dw
    config["velocity"] = new
    return base + new + mu * new, config
