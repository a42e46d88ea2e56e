# A affine: raises KeyboardInterrupt, as if the grader's user had. expect: error raised, 0 points; naive batch ends
def affine_forward(x, w, b):
    raise KeyboardInterrupt
