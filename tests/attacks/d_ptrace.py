# D affine: attaches to the grader as a debugger. expect: error not_implemented, 0 points; only confined; unshown it would stop the tests
import ctypes
import os

if os.getppid() == 1:  # only from inside a pid namespace of its own
    if ctypes.CDLL(None).ptrace(16, int("@pid@"), 0, 0) == 0:
        exec("def affine_forward(x, w, b): return x.reshape(len(x), -1) @ w + b, (x, w)")
