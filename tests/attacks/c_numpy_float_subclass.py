# C softmax_loss: a loss of a np.float64 subclass that differs from nothing. expect: failed wrong, 0 points; fools norm
import numpy as np


class Liar(np.float64):
    def same(self, *_):
        return self

    def yes(self, *_):
        return True

    __sub__ = __rsub__ = __abs__ = __truediv__ = __rtruediv__ = same
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = yes
    __hash__ = None

    def max(self):
        return 0.0


def softmax_loss(x, y):
    return Liar(0.0), np.zeros(x.shape)
