# I affine: two parameters where three are given. expect: failed contract, 0 points
def affine_forward(x, w):
    return x @ w, (x, w)
