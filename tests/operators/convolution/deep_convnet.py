"""The network in ONNX, with the penalty as a sum of squares."""

import numpy as np

from tests.evaluator import run, underflows

TOLERANCE = 1e-7  # epsilon is a float32 attribute


def deep_convnet_loss(params, cfg, X, y, reg):
    x = X
    for layer in range(1, len(params) // 3 + 1):
        a = run("Conv", x, params[f"W{layer}"], pads=[1] * 4)
        gamma, beta = params[f"gamma{layer}"], params[f"beta{layer}"]
        running = np.zeros((2, len(gamma)))  # in training mode of no account
        options = {"training_mode": 1, "epsilon": cfg.get("eps", 1e-5)}
        normalised, _, _ = run("BatchNormalization", a, gamma, beta, *running, outputs=3, **options)
        x = run("Relu", normalised)
        if layer % cfg["convs_per_block"] == 0:
            x = run("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
    scores = run("Gemm", run("Flatten", run("GlobalAveragePool", x)), params["Wout"], params["bout"])
    if underflows(scores, axis=1):
        return None
    weights = (value for name, value in params.items() if name.startswith("W"))
    penalty = sum(run("ReduceSumSquare", W, keepdims=0) for W in weights)
    return run("SoftmaxCrossEntropyLoss", scores, y) + reg / 2 * penalty
