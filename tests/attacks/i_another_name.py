# I affine: names that nobody knows. expect: error not_implemented, 0 points
def my_affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def Affine_Backward(dout, cache):
    return None
