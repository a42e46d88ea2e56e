# F affine: text until there is no memory. expect: error memory, 0 points; naive batch memory
def affine_forward(x, w, b):
    return "x" * (1 << 40)
