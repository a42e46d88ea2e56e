# A affine: raises StopIteration, which ends a loop around it quietly. expect: error raised, 0 points; naive mapped marks
def affine_forward(x, w, b):
    raise StopIteration
