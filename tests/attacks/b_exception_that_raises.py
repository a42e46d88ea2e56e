# B affine: an exception that raises when it is shown. expect: error raised, 0 points; naive batch ends
class Bomb(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def affine_forward(x, w, b):
    raise Bomb
