# F affine: never ends for one shape only. expect: error timeout, 0 points; only process; naive batch hangs
def affine_forward(x, w, b):
    while len(x) == 3:
        pass
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
