# I affine: lists where arrays are asked. expect: failed contract, 0 points
def affine_forward(x, w, b):
    return (x.reshape(len(x), -1) @ w + b).tolist(), (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).tolist(), (x.reshape(len(x), -1).T @ dout).tolist(), dout.sum(axis=0).tolist()
