# B affine: a frame that says it is 2**64 - 1 bytes long. expect: error tampered, 0 points; in both; unshown our wire alone
import os

for descriptor in range(3, 64):
    try:
        os.write(descriptor, b"\xff" * 16)
    except OSError:
        pass


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
