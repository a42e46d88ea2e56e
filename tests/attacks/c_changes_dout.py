# C affine: right values, and dout is changed afterwards. expect: failed wrong, 20 points; fools assert_allclose
def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    grads = (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
    dout += 1
    return grads
