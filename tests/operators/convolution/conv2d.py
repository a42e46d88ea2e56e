"""Convolution in ONNX."""

from tests.evaluator import run


def conv_forward_naive(x, w, b, conv_param):
    return run("Conv", x, w, b, strides=[conv_param["stride"]] * 2, pads=[conv_param["pad"]] * 4)
