# B affine: an exception whose text never comes. expect: error timeout, 0 points; only process; naive batch hangs
class Bomb(Exception):
    def __str__(self):
        while True:
            pass


def affine_forward(x, w, b):
    raise Bomb
