# I affine: right values in a named tuple of its own, which may be anything. expect: failed contract, 0 points
from collections import namedtuple

Forward = namedtuple("Forward", "out cache")
Backward = namedtuple("Backward", "dx dw db")


def affine_forward(x, w, b):
    return Forward(x.reshape(len(x), -1) @ w + b, (x, w))


def affine_backward(dout, cache):
    x, w = cache
    return Backward((dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0))
