# D affine: puts all that it is given into the message of an exception. expect: error raised, 0 points; naive batch inputs
import sys


def affine_forward(x, w, b):
    frame, seen = sys._getframe(), []
    while frame is not None:
        seen.append(repr(frame.f_locals))
        frame = frame.f_back
    raise ValueError("".join(seen))
