"""Average pooling in ONNX."""

from tests.evaluator import run


def avg_pool_forward(x, pool_param):
    window = [pool_param["pool_height"], pool_param["pool_width"]]
    return run("AveragePool", x, kernel_shape=window, strides=[pool_param["stride"]] * 2)
