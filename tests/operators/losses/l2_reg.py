"""The penalty in ONNX."""

from tests.evaluator import run


def l2_reg(params, reg):
    return 0.5 * reg * sum(run("ReduceSumSquare", params[name], keepdims=0) for name in ("W1", "W2"))
