# I affine: a class where a function is asked. expect: failed contract, 0 points
class affine_forward:
    def __init__(self, x, w, b):
        self.out = x.reshape(len(x), -1) @ w + b
