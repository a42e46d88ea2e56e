"""Adagrad in ONNX."""

import numpy as np

from tests.evaluator import run

TOLERANCE = 1e-7  # epsilon is a float32 attribute


def adagrad(w, dw, config=None):
    config = {"learning_rate": 1e-2, "epsilon": 1e-8, "cache": np.zeros(w.shape), **(config or {})}
    options = {"epsilon": config["epsilon"], "decay_factor": 0.0, "norm_coefficient": 0.0}
    next_w, cache = run("Adagrad", config["learning_rate"], 0, w, dw, config["cache"], outputs=2, **options)
    return next_w, {"cache": cache}
