# I affine: right, with a page of output in each call. expect: passed, 20 points; in both
import sys


def affine_forward(x, w, b):
    print("forward", x, w, b, sep="\n")
    print("\n" * 50, file=sys.stderr)
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
