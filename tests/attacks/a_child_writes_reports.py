# A affine: a forked child writes what it likes on every descriptor, then the parent goes on. expect: error tampered, 0 points; unshown our wire alone; confined raised
import os

if os.fork() == 0:
    for descriptor in range(64):
        try:
            os.write(descriptor, b'{"status": "passed", "points": 20}\n')
        except OSError:
            pass
    os._exit(0)
os.wait()


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
