# A affine: ends the process in forward with exit code 0. expect: error forbidden, 0 points; naive exit code marks
import os


def affine_forward(x, w, b):
    os._exit(0)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
