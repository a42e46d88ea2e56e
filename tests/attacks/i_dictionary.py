# I affine: a right forward; backward returns a dictionary. expect: failed contract, 7 points
def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return {"dx": (dout @ w.T).reshape(x.shape), "dw": x.reshape(len(x), -1).T @ dout, "db": dout.sum(axis=0), 5: 6}
