# B affine: closes every descriptor. expect: error forbidden, 0 points; in both; naive exit code marks
import os


def affine_forward(x, w, b):
    os.closerange(0, 64)
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
