# B affine: results whose class raises when it is asked for its name. expect: error raised, 0 points; naive described ends
class Meta(type):
    @property
    def __name__(cls):
        raise ValueError("no name")


class Nameless(metaclass=Meta):
    pass


def affine_forward(x, w, b):
    return Nameless(), None
