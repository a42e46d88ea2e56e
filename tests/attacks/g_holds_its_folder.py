# G affine: right, and a process that has its folder open, locked and mapped. expect: passed, 20 points; naive batch processes; confined raised
import fcntl
import mmap
import os
import time

os.mkdir("inside")
if os.fork() == 0:
    os.setsid()
    os.chdir("inside")
    file = open("held", "wb+")
    file.truncate(4096)
    fcntl.flock(file, fcntl.LOCK_EX)
    held = mmap.mmap(file.fileno(), 4096), os.open(".", os.O_RDONLY)
    time.sleep(3600)
    os._exit(0)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
