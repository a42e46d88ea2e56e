# B affine: lists that hold themselves, and tuples of a million. expect: failed contract, 0 points; naive batch hangs
LOOP = []
LOOP += [LOOP] * 3
MANY = (1.0,) * 1_000_000


def affine_forward(x, w, b):
    return LOOP, LOOP


def affine_backward(dout, cache):
    return MANY, {"x": MANY}, [[[[[[[]]]]]]]
