# I affine: names that the wild has for it. expect: passed, 20 points
def dense_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def fc_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
