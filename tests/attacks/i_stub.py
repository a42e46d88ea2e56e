# I affine: the stub, as it was handed out. expect: error not_implemented, 0 points
def affine_forward(x, w, b):
    raise NotImplementedError("write affine_forward here")


def affine_backward(dout, cache):
    raise NotImplementedError("write affine_backward here")
