# I affine: names that are not there yet. expect: error not_implemented, 0 points
def affine_forward(x, w, b):
    return out, (x, w)  # noqa


def affine_backward(dout, cache):
    return dx, dw, db
