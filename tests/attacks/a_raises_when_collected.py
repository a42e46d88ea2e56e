# A affine: wrong results that raise, exit and kill when they are thrown away. expect: failed contract, 0 points; unshown an exception like any other
import os


class Bomb:
    def __del__(self):
        os.write(2, b"boom\n")
        raise SystemExit(0)


def affine_forward(x, w, b):
    return Bomb(), Bomb()
