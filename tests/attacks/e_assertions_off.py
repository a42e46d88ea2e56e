# E affine: relies on assertions and on __debug__, which stay on. expect: passed, 20 points; unshown right work that must not suffer
assert __debug__
try:
    assert False
except AssertionError:
    pass
else:
    raise RuntimeError("assertions are off")


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
