"""Adam in ONNX, which adds epsilon before v is corrected: ours is put on that scale."""

import numpy as np

from tests.evaluator import run

TOLERANCE = 1e-6  # both betas and epsilon are float32 attributes
DEFAULTS = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0}


def adam(w, dw, config=None):
    config = {**DEFAULTS, "m": np.zeros(w.shape), "v": np.zeros(w.shape), **(config or {})}
    t = config["t"] + 1
    epsilon = config["epsilon"] * np.sqrt(1 - config["beta2"] ** t)
    options = {"alpha": config["beta1"], "beta": config["beta2"], "epsilon": epsilon}
    moments = config["m"], config["v"]
    next_w, m, v = run("Adam", config["learning_rate"], t, w, dw, *moments, outputs=3, **options)
    return next_w, {"m": m, "v": v}
