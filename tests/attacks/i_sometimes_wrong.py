# I affine: wrong in one call of three, at random. expect: failed wrong, at most 1 points
import random

import numpy as np


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b + (random.random() < 1 / 3), (x, w)


def affine_backward(dout, cache):
    return tuple(np.zeros(part.shape) for part in cache)
