"""The feed-forward layer in ONNX."""

from tests.evaluator import run


def ffn_forward(x, W1, b1, W2, b2):
    hidden = run("Relu", run("Add", run("MatMul", x, W1), b1))
    return run("Add", run("MatMul", hidden, W2), b2)
