# C affine: nothing at all, for who loops over what came. expect: failed contract, 0 points; fools loop
def affine_forward(x, w, b):
    return ()


def affine_backward(dout, cache):
    return {}
