"""Spatial batch normalisation in ONNX, whose running variance is biased, as ours is."""

import numpy as np

from tests.evaluator import run

TOLERANCE = 1e-6  # epsilon and momentum are float32 attributes, and 1 - 0.9 keeps fewer digits than 0.9


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    options = {"epsilon": bn_param.get("eps", 1e-5), "momentum": bn_param.get("momentum", 0.9)}
    keys = "running_mean", "running_var"
    running = [bn_param.get(key, np.zeros(len(gamma))) for key in keys]
    if bn_param["mode"] == "test":
        return run("BatchNormalization", x, gamma, beta, *running, **options)
    out, *running = run("BatchNormalization", x, gamma, beta, *running, outputs=3, training_mode=1, **options)
    bn_param.update(zip(keys, running, strict=True))
    return out
