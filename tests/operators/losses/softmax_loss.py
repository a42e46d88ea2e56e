"""The softmax loss in ONNX."""

from tests.evaluator import run, underflows


def softmax_loss(x, y):
    if underflows(x, axis=1):
        return None
    return run("SoftmaxCrossEntropyLoss", x, y)
