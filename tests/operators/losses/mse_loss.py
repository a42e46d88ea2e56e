"""The mean squared error in ONNX."""

from tests.evaluator import run


def mse_loss(x, y):
    return run("ReduceSumSquare", run("Sub", x, y), keepdims=0) / x.size
