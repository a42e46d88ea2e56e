# A affine: ends the process with the exit code of a kill by others. expect: error raised, 0 points; naive batch ends
import os


def affine_forward(x, w, b):
    os._exit(137)
