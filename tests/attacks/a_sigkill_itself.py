# A affine: kills itself with SIGKILL. expect: error raised, 0 points; naive batch ends; bubblewrap not_implemented
import os


def affine_forward(x, w, b):
    os.kill(os.getpid(), 9)
