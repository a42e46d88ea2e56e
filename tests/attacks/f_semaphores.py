# F affine: right, with hundreds of semaphores and locks that nobody gives back. expect: passed, 20 points; only confined; unshown right work that must not suffer
import ctypes

libc = ctypes.CDLL(None)
for number in range(500):
    libc.semget(0, 10, 0o600)
    libc.msgget(0, 0o600)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
