"""The network in ONNX, with the penalty as a sum of squares."""

from tests.evaluator import run, underflows


def three_layer_convnet_loss(params, X, y, reg):
    pad = (params["W1"].shape[2] - 1) // 2
    r1 = run("Relu", run("Conv", X, params["W1"], params["b1"], pads=[pad] * 4))
    p1 = run("Flatten", run("MaxPool", r1, kernel_shape=[2, 2], strides=[2, 2]))
    r2 = run("Relu", run("Gemm", p1, params["W2"], params["b2"]))
    scores = run("Gemm", r2, params["W3"], params["b3"])
    if underflows(scores, axis=1):
        return None
    penalty = sum(run("ReduceSumSquare", params[name], keepdims=0) for name in ("W1", "W2", "W3"))
    return run("SoftmaxCrossEntropyLoss", scores, y) + reg / 2 * penalty
