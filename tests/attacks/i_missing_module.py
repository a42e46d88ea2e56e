# I affine: a helper module of its course, which is not there. expect: error raised, 0 points
from cs231n.layer_utils import *


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)
