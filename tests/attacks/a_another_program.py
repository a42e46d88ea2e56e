# A affine: replaces the process by another program. expect: error forbidden, 0 points; naive batch ends; confined raised
import os
import sys


def affine_forward(x, w, b):
    os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", ""])
