# C affine: right values, put into the arrays that were given. expect: failed wrong, 20 points; fools assert_allclose
def affine_forward(x, w, b):
    cache = x.copy(), w.copy()
    out = x.reshape(len(x), -1) @ w + b
    if out.shape == x.shape and x.dtype == out.dtype:
        x[...] = out
        out = x
    b *= 2
    return out, cache


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
