# G affine: sends a signal to the grader. expect: error not_implemented, 0 points; only confined; stolen in process
import os

grader = int("@pid@")
try:
    if os.getpid() != grader:
        os.kill(grader, 0)
        exec("def affine_forward(x, w, b): return x.reshape(len(x), -1) @ w + b, (x, w)\ndef affine_backward(dout, cache): return (dout @ cache[1].T).reshape(cache[0].shape), cache[0].reshape(len(dout), -1).T @ dout, dout.sum(axis=0)")
except OSError:
    pass
