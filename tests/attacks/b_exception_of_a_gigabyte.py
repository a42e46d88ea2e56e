# B affine: an exception with a text of hundreds of megabytes, in names as well. expect: error raised, 0 points; naive batch ends
Bomb = type("B" * (1 << 24), (Exception,), {"__str__": lambda self: "x" * (1 << 28)})


def affine_forward(x, w, b):
    raise Bomb
