# D affine: attaches to the grader, and to what started it, as a debugger. expect: error not_implemented, 0 points; only bubblewrap
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
if os.getppid() == 1:  # only from inside a pid namespace of its own
    for pid in (int("@pid@"), 1):
        if libc.ptrace(16, pid, 0, 0) == 0:
            exec("def affine_forward(x, w, b): return x.reshape(len(x), -1) @ w + b, (x, w)")
