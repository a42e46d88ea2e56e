import numpy as np


def adamw(w, dw, config=None):
    # the order of torch.optim.AdamW: the weights shrink first, then Adam's step is added
    cfg = {} if config is None else dict(config)
    lr, wd = cfg.get("learning_rate", 1e-3), cfg.get("weight_decay", 1e-2)
    b1, b2, eps = cfg.get("beta1", 0.9), cfg.get("beta2", 0.999), cfg.get("epsilon", 1e-8)
    t = cfg.get("t", 0) + 1
    m = b1 * cfg.get("m", 0.0) + (1 - b1) * dw
    v = b2 * cfg.get("v", 0.0) + (1 - b2) * dw * dw
    w = w * (1 - lr * wd)
    w -= lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
    cfg.update(m=m, v=v, t=t)
    return w, cfg
