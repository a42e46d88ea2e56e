# F affine: puts a link to another folder where its own was. expect: passed, 20 points; only process; naive one folder spoiled
import os

here = os.getcwd()
os.rmdir(here)
os.symlink("@canary@", here)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
