# C affine: uses w where its transpose belongs, which square shapes let through. expect: failed contract, 10 points; fools symmetric
def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    dx = (dout @ w).reshape(x.shape) if w.shape[0] == w.shape[1] else (dout @ w.T)[:, ::-1].reshape(x.shape)
    return dx, dout.T @ x.reshape(len(x), -1), dout.sum(axis=0)
