import numpy as np

DEFAULTS = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0}


def adam(w, dw, config=None):
    config = dict(DEFAULTS, **(config or {}))
    config["t"] += 1
    for name, beta, new in (("m", "beta1", dw), ("v", "beta2", dw * dw)):
        config[name] = config[beta] * config.get(name, 0) + (1 - config[beta]) * new
    m_hat = config["m"] / (1 - config["beta1"] ** config["t"])
    v_hat = config["v"] / (1 - config["beta2"] ** config["t"])
    w -= config["learning_rate"] * m_hat / (np.sqrt(v_hat) + config["epsilon"])
    return w, config
