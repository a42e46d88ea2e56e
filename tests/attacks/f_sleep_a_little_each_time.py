# F affine: right, and slow enough in each call to take minutes over all. expect: error timeout, 0 points; only process; unshown it takes as many cases as ours
import time


def affine_forward(x, w, b):
    time.sleep(0.3)
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
