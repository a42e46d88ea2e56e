# B affine: an exception of which every attribute raises. expect: error raised, 0 points; naive batch ends
class Bomb(ImportError):
    def explode(self):
        raise SystemExit(0)

    name = path = msg = args = __traceback__ = __cause__ = property(explode)


def affine_forward(x, w, b):
    raise Bomb
