# F affine: a right forward, and a backward that never ends. expect: error timeout, 7 points; only process; naive batch hangs
def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affine_backward(dout, cache):
    while True:
        pass
