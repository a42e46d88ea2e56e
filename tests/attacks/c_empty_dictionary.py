# C affine: a right forward, and a dictionary without anything for who loops over what came. expect: failed contract, 7 points; fools loop
def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    return {}
