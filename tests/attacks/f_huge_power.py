# F affine: one operation of Python that takes for ever. expect: error timeout, 0 points; only process; naive batch hangs
def affine_forward(x, w, b):
    return 3 ** (10**8) % 7
