# F affine: right, after a line of a hundred megabytes that does not end. expect: passed, 20 points; naive unread pipes hangs
import os

for _ in range(100):
    os.write(1, b"x" * (1 << 20))


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
