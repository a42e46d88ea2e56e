# A affine: aborts. expect: error raised, 0 points; naive batch ends
import os


def affine_forward(x, w, b):
    os.abort()
