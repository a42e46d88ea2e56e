# F affine: forward never ends. expect: error timeout, 0 points; naive batch hangs
def affine_forward(x, w, b):
    while True:
        pass


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
