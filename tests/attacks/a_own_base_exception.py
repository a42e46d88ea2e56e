# A affine: raises a BaseException of its own. expect: error raised, 0 points; naive batch ends
class Enough(BaseException):
    pass


def affine_forward(x, w, b):
    raise Enough("no Exception")
