"""The way back in ONNX, whose Col2Im has the windows of each example as columns; it has no way forward."""

import numpy as np

from tests.evaluator import run


def col2im(dcols, x, HH, WW, stride, pad):
    columns = dcols.reshape(len(x), -1, dcols.shape[1]).transpose(0, 2, 1)
    sizes = np.array(x.shape[2:]), np.array([HH, WW])
    return run("Col2Im", columns, *sizes, strides=[stride] * 2, pads=[pad] * 4)
