"""Softmax and cross-entropy in ONNX."""

from tests.evaluator import run, underflows


def stable_softmax(x):
    return run("Softmax", x)


def softmax_cross_entropy_loss(x, y):
    if underflows(x, axis=1):
        return None
    return run("SoftmaxCrossEntropyLoss", x, y)
