# A affine: recursion without an end and without Python's limit. expect: error raised, 0 points; naive batch ends
import sys

sys.setrecursionlimit(2**31 - 1)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")


def affine_forward(x, w, b):
    return getattr(Deep(), "x")
