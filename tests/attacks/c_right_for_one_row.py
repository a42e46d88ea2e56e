# C affine: right for a batch of one. expect: failed wrong, 0 points; fools one_row
def affine_forward(x, w, b):
    return (x.reshape(len(x), -1) @ w + b) * (len(x) == 1), (x, w)


def affine_backward(dout, cache):
    x, w = cache
    right = float(len(x) == 1)
    return (dout @ w.T).reshape(x.shape) * right, x.reshape(len(x), -1).T @ dout * right, dout.sum(axis=0) * right
