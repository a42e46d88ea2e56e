# I affine: right, with all of NumPy over Python's own names. expect: passed, 20 points
from numpy import *
from numpy.linalg import *
from math import *


def affine_forward(x, w, b):
    return dot(x.reshape(len(x), -1), w) + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return reshape(dot(dout, w.T), x.shape), dot(x.reshape(len(x), -1).T, dout), sum(dout, 0)
