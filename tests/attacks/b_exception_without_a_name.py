# B affine: raises an exception whose class raises when it is asked for its name. expect: error raised, 0 points; naive batch ends
class Meta(type):
    @property
    def __name__(cls):
        raise ValueError("no name")


class Nameless(Exception, metaclass=Meta):
    pass


def affine_forward(x, w, b):
    raise Nameless
