# I affine: forgets to return. expect: error not_implemented, 0 points
def affine_forward(x, w, b):
    out = x.reshape(len(x), -1) @ w + b


def affine_backward(dout, cache):
    pass
