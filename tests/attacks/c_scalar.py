# C affine: a number where an array is expected. expect: failed contract, 0 points; fools zero_inputs
def affine_forward(x, w, b):
    return 0.0, None


def affine_backward(dout, cache):
    return 0.0, 0, False
