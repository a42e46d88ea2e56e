# F affine: right, after ten megabytes on standard error and as many on output. expect: passed, 20 points; naive unread pipes hangs
import sys

for stream in (sys.stderr, sys.stdout, sys.__stderr__):
    for _ in range(1000):
        stream.write("x" * 10_000)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
