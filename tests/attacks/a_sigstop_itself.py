# A affine: stops itself, so that it neither ends nor answers. expect: error timeout, 0 points; naive batch hangs; bubblewrap not_implemented
import os
import signal


def affine_forward(x, w, b):
    os.kill(os.getpid(), signal.SIGSTOP)
