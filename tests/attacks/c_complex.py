# C affine: right values, with an imaginary part that is small. expect: failed contract, 0 points; fools allclose
def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b + 1e-12j, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    dx = (dout @ w.T).reshape(x.shape)
    return dx + 1e-12j, x.reshape(len(x), -1).T @ dout + 1e-12j, dout.sum(axis=0) + 1e-12j
