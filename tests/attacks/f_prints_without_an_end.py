# F affine: prints for ever. expect: error timeout, 0 points; only process
def affine_forward(x, w, b):
    while True:
        print("x" * 1000)
