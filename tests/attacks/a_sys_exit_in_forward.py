# A affine: sys.exit(0) in forward. expect: error raised, 0 points; naive exit code marks
import sys


def affine_forward(x, w, b):
    sys.exit(0)
