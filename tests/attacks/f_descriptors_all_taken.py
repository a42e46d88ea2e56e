# F affine: right, with every descriptor taken. expect: passed, 20 points; naive batch ends
import os

try:
    while True:
        os.dup(0)
except OSError:
    pass


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
