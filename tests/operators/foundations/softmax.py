"""Softmax in ONNX."""

from tests.evaluator import run


def softmax_forward(x):
    return run("Softmax", x)
