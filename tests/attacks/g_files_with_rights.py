# G affine: right, and leaves files that run as their owner, and folders that all may write to. expect: passed, 20 points; naive one folder files; landlock raised
import os

for name, mode in [("as-owner", 0o4755), ("as-group", 0o2755), ("both", 0o6777)]:
    with open(name, "wb") as file:
        file.write(b"#!/bin/sh\n")
    os.chmod(name, mode)
os.mkdir("open")
os.chmod("open", 0o1777)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
