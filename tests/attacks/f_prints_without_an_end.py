# F affine: prints for ever. expect: error timeout, 0 points; only process; naive batch hangs
def affine_forward(x, w, b):
    while True:
        print("x" * 1000)
