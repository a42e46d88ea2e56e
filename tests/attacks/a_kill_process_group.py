# A affine: kills its process group. expect: error raised, 0 points; naive batch ends
import os


def affine_forward(x, w, b):
    os.killpg(0, 9)
