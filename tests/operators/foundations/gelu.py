"""GELU in ONNX, exact and approximate."""

from tests.evaluator import run

TOLERANCE = 1e-6  # the evaluator's error function and the constants of the approximation are float32


def gelu_forward(x):
    return run("Gelu", x)


def gelu_tanh_forward(x):
    return run("Gelu", x, approximate="tanh")
