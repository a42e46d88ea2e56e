# I affine: comments only. expect: error not_implemented, 0 points
#
# def affine_forward(x, w, b):
#     return x @ w + b
