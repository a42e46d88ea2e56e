"""AdamW in ONNX: its Adam, whose decay afterwards shortens the step, too, so the step is made longer first."""

import numpy as np

from tests.evaluator import run

TOLERANCE = 1e-6  # both betas, epsilon and the decay are float32 attributes
DEFAULTS = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 1e-2, "t": 0}


def adamw(w, dw, config=None):
    config = {**DEFAULTS, "m": np.zeros(w.shape), "v": np.zeros(w.shape), **(config or {})}
    t = config["t"] + 1
    epsilon = config["epsilon"] * np.sqrt(1 - config["beta2"] ** t)
    decay = config["learning_rate"] * config["weight_decay"]
    options = {"alpha": config["beta1"], "beta": config["beta2"], "epsilon": epsilon, "norm_coefficient_post": decay}
    rate, moments = config["learning_rate"] / (1 - decay), (config["m"], config["v"])
    next_w, m, v = run("Adam", rate, t, w, dw, *moments, outputs=3, **options)
    return next_w, {"m": m, "v": v}
