"""Gradient descent in ONNX, whose velocity is a sum of gradients, not of steps."""

import numpy as np

from tests.evaluator import run

TOLERANCE = 1e-7  # the momentum is a float32 attribute


def sgd(w, dw, config=None):
    lr = (config or {}).get("learning_rate", 1e-2)
    return run("Sub", w, run("Mul", lr, dw))


def sgd_momentum(w, dw, config=None):
    config = {"learning_rate": 1e-2, "momentum": 0.9, "velocity": np.zeros(w.shape), **(config or {})}
    lr = config["learning_rate"]
    options = {"alpha": config["momentum"], "beta": 1.0, "mode": "standard", "norm_coefficient": 0.0}
    next_w, velocity = run("Momentum", lr, 1, w, dw, -config["velocity"] / lr, outputs=2, **options)
    return next_w, {"velocity": -lr * velocity}
