import numpy as np


def adamw(w, dw, config=None):
    if config is None:
        config = {}
    for key, value in dict(learning_rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01, t=0).items():
        config.setdefault(key, value)
    config.setdefault("m", np.zeros_like(w))
    config.setdefault("v", np.zeros_like(w))

    config["t"] += 1
    config["m"] = config["beta1"] * config["m"] + (1 - config["beta1"]) * dw
    config["v"] = config["beta2"] * config["v"] + (1 - config["beta2"]) * dw**2
    lr_t = config["learning_rate"]
    lr_t *= np.sqrt(1 - config["beta2"] ** config["t"]) / (1 - config["beta1"] ** config["t"])
    decay = config["learning_rate"] * config["weight_decay"] * w
    w -= lr_t * config["m"] / (np.sqrt(config["v"]) + config["epsilon"]) + decay
    return w, config
