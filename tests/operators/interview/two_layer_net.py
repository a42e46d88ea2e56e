"""The net in ONNX, with the penalty as a sum of squares."""

from tests.evaluator import run, underflows


def two_layer_net_loss(params, X, y, reg):
    scores = _scores(params, X)
    if underflows(scores, axis=1):
        return None
    penalty = sum(run("ReduceSumSquare", params[name], keepdims=0) for name in ("W1", "W2"))
    return run("SoftmaxCrossEntropyLoss", scores, y) + reg / 2 * penalty


def two_layer_net_predict(params, X):
    return run("ArgMax", _scores(params, X), axis=1, keepdims=0)


def _scores(params, X):
    hidden = run("Relu", run("Gemm", X, params["W1"], params["b1"]))
    return run("Gemm", hidden, params["W2"], params["b2"])
