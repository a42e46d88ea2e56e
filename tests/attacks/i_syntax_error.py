# I affine: a syntax error. expect: error raised, 0 points
def affine_forward(x, w, b)
    return x @ w + b
