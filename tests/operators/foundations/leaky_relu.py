"""Leaky ReLU in ONNX."""

from tests.evaluator import run

TOLERANCE = 1e-7  # alpha is a float32 attribute


def leaky_relu_forward(x, alpha=0.01):
    return run("LeakyRelu", x, alpha=alpha)
