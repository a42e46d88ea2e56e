# I affine: Python 2. expect: error raised, 0 points
def affine_forward(x, w, b):
    print "forward"
    return x.dot(w) + b, (x, w)
