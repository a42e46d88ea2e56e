# F affine: opens files until there are no more descriptors. expect: error raised, 0 points; naive batch ends
import os


def affine_forward(x, w, b):
    return [os.open(os.devnull, os.O_RDONLY) for _ in range(100_000)]
