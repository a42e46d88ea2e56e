"""Convolution along a sequence in ONNX."""

from tests.evaluator import run


def conv1d_forward(x, w, b, conv_param):
    return run("Conv", x, w, b, strides=[conv_param["stride"]], pads=[conv_param["pad"]] * 2)
