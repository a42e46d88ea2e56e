# F affine: sixty processes, each in a session of its own. expect: passed, 20 points; naive batch processes; confined raised
import os
import time

for _ in range(60):
    if os.fork() == 0:
        os.setsid()
        time.sleep(3600)
        os._exit(0)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
