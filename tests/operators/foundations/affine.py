"""The dense layer in ONNX: Flatten and Gemm."""

from tests.evaluator import run


def affine_forward(x, w, b):
    return run("Gemm", run("Flatten", x), w, b)
