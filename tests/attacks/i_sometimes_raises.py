# I affine: raises in one call of three, at random. expect: error raised, 0 points
import random


def affine_forward(x, w, b):
    assert random.random() > 1 / 3, "bad luck"
    return x.reshape(len(x), -1) @ w + b, (x, w)
