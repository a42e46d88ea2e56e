# I affine: right, with a parameter more that has a default. expect: passed, 20 points
def affine_forward(x, w, b=None, *rest, scale=1.0, **options):
    return (x.reshape(len(x), -1) @ w + b) * scale, (x, w)


def affine_backward(dout, cache, *_, **__):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
