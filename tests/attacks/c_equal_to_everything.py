# C affine: an object that equals everything and differs from it by nothing. expect: failed contract, 0 points; fools norm
class Anything:
    shape = dtype = size = ndim = None
    __array_ufunc__ = None

    def same(self, *_):
        return self

    def yes(self, *_):
        return True

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __truediv__ = __rtruediv__ = __abs__ = __getitem__ = same
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = yes
    __float__ = lambda self: 0.0

    def max(self, *_, **__):
        return 0.0

    sum = mean = max


def affine_forward(x, w, b):
    return Anything(), None


def affine_backward(dout, cache):
    return Anything(), Anything(), Anything()
