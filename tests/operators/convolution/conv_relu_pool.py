"""Convolution, ReLU and max pooling in ONNX."""

from tests.evaluator import run


def conv_relu_pool_forward(x, w, b, conv_param, pool_param):
    a = run("Conv", x, w, b, strides=[conv_param["stride"]] * 2, pads=[conv_param["pad"]] * 4)
    window = [pool_param["pool_height"], pool_param["pool_width"]]
    return run("MaxPool", run("Relu", a), kernel_shape=window, strides=[pool_param["stride"]] * 2)
