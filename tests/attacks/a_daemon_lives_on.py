# A affine: leaves a daemon behind (setsid, two forks, all descriptors closed). expect: passed, 20 points; naive batch processes; confined raised
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 64)
        os.chdir("/")
        time.sleep(3600)
    os._exit(0)
os.wait()


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
