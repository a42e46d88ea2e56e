# B affine: arrays of records, text, bytes and dates. expect: failed contract, 0 points; unshown our wire alone
import numpy as np


def affine_forward(x, w, b):
    return np.zeros((len(x), w.shape[1]), dtype=[("f" * 1000, "f8"), ("g", "O")]), (x, w, b)


def affine_backward(dout, cache):
    return np.zeros(3, "V8"), np.zeros(3, "U1000"), np.zeros(3, "M8[s]")
