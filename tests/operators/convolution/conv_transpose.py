"""Transposed convolution in ONNX."""

from tests.evaluator import run


def conv_transpose_forward(x, w, b, conv_param):
    return run("ConvTranspose", x, w, b, strides=[conv_param["stride"]] * 2, pads=[conv_param["pad"]] * 4)
