# I affine: yields instead of returning. expect: failed contract, 0 points
def affine_forward(x, w, b):
    yield x.reshape(len(x), -1) @ w + b
    yield x, w
