# C affine: right values in arrays of Python objects. expect: failed contract, 0 points; fools allclose_as_float
def affine_forward(x, w, b):
    return (x.reshape(len(x), -1) @ w + b).astype(object), (x, w)


def affine_backward(dout, cache):
    x, w = cache
    dx = (dout @ w.T).reshape(x.shape)
    return dx.astype(object), (x.reshape(len(x), -1).T @ dout).astype(object), dout.sum(axis=0).astype(object)
