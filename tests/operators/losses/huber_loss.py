"""The mean absolute error in ONNX, which has no Huber loss."""

from tests.evaluator import run


def mae_loss(x, y):
    return run("ReduceL1", run("Sub", x, y), keepdims=0) / x.size
