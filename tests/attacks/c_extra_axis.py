# C affine: right results with an axis of size 1 in front. expect: failed contract, 0 points; fools allclose
def affine_forward(x, w, b):
    return (x.reshape(len(x), -1) @ w + b)[None], (x, w)


def affine_backward(dout, cache):
    x, w = cache
    dx = (dout @ w.T).reshape(x.shape)
    return dx[None], (x.reshape(len(x), -1).T @ dout)[None], dout.sum(axis=0)[None]
