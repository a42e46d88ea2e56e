import numpy as np


def nesterov(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    v = config.get("velocity", np.zeros_like(w))
    mu = config["momentum"]

    v_prev = v  # back this up
    v = mu * v - config["learning_rate"] * dw  # velocity update stays the same
    w += -mu * v_prev + (1 + mu) * v  # position update changes form
    config["velocity"] = v
    return w, config
