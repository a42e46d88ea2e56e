# I affine: returns out, and no cache. expect: failed contract, 0 points
def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b
