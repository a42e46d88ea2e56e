"""The mean errors in ONNX."""

from tests.evaluator import run


def mae(y, yhat):
    return run("ReduceL1", run("Sub", yhat, y), keepdims=0) / y.size


def mse(y, yhat):
    return run("ReduceSumSquare", run("Sub", yhat, y), keepdims=0) / y.size
