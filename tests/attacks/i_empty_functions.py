# I affine: functions without anything in them. expect: error not_implemented, 0 points
def affine_forward(x, w, b):
    """To be done."""


def affine_backward(dout, cache): ...
