# C affine: right at the first call with a shape, then the same answer again. expect: failed wrong, at most 1 points; fools assert_allclose
SEEN = {}


def affine_forward(x, w, b):
    key = "forward", x.shape, w.shape
    if key not in SEEN:
        SEEN[key] = x.reshape(len(x), -1) @ w + b
    return SEEN[key], (x, w)


def affine_backward(dout, cache):
    x, w = cache
    key = "backward", dout.shape, x.shape
    if key not in SEEN:
        SEEN[key] = (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
    return SEEN[key]
