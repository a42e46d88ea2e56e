# A affine: right forward; backward raises NotImplementedError. expect: error not_implemented, 7 points; unshown an exception like any other
def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    raise NotImplementedError
