# B affine: half a million small numbers in lists of lists. expect: failed contract, 0 points; naive described memory
DEEP = [[0.0] * 1000] * 500


def affine_forward(x, w, b):
    return DEEP, None
