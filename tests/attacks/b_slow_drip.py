# B affine: sends its report one byte at a time, ten in a second. expect: error timeout, 0 points; in both; unshown our wire alone
import os
import time

honest = os.write


def write(descriptor, data):
    time.sleep(0.1)
    return honest(descriptor, bytes(data[:1]))


os.write = write


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
