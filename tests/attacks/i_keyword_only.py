# I affine: parameters that can be given by name only. expect: failed contract, 0 points
def affine_forward(*, x, w, b):
    return x @ w + b, (x, w)
