# C affine: backward looks at what the last forward left, not at its cache. expect: failed wrong, 20 points; fools assert_allclose
KEPT = []


def affine_forward(x, w, b):
    KEPT[:] = x, w
    return x.reshape(len(x), -1) @ w + b, None


def affine_backward(dout, cache):
    x, w = KEPT
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
