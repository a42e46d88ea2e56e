# A affine: recursion without an end. expect: error raised, 0 points
def affine_forward(x, w, b):
    return affine_forward(x, w, b)
