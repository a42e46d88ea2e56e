"""Max pooling in ONNX."""

from tests.evaluator import run


def max_pool_forward_naive(x, pool_param):
    window = [pool_param["pool_height"], pool_param["pool_width"]]
    return run("MaxPool", x, kernel_shape=window, strides=[pool_param["stride"]] * 2)
