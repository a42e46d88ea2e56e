# A affine: a daemon that executes another program. expect: passed, 20 points; naive batch processes; confined raised
import subprocess
import sys

subprocess.Popen(
    [sys.executable, "-I", "-S", "-c", "import os, time; os.fork() and os._exit(0); time.sleep(3600)"],
    start_new_session=True,
    stdin=subprocess.DEVNULL,
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
