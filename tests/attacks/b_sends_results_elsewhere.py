# B affine: puts /dev/null where its results leave, and stays alive. expect: error tampered, 0 points; only process; naive batch ends
import fcntl
import os
import stat

nowhere = os.open(os.devnull, os.O_RDWR)
for descriptor in range(3, 64):
    try:
        if stat.S_ISFIFO(os.fstat(descriptor).st_mode) and fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_WRONLY:
            os.dup2(nowhere, descriptor)
    except OSError:
        pass


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)
