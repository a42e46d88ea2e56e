# F affine: a file that says it is a terabyte. expect: error raised, 0 points; naive one folder files
import os


def affine_forward(x, w, b):
    with open("sparse", "wb") as file:
        os.truncate(file.fileno(), 1 << 40)
