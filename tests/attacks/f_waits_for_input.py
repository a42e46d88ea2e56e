# F affine: waits for input, of which there is none. expect: error raised, 0 points; naive batch hangs
def affine_forward(x, w, b):
    input("your name? ")
