# A affine: sys.exit(0) before anything is defined. expect: error raised, 0 points; naive exit code marks
import sys

sys.exit(0)


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)
