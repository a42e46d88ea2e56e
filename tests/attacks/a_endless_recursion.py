# A affine: recursion without an end. expect: error raised, 0 points; unshown an exception like any other
def affine_forward(x, w, b):
    return affine_forward(x, w, b)
