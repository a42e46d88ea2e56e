# I affine: a number and a property where functions are asked. expect: error not_implemented, 0 points
affine_forward = 42
affine_backward = property(lambda self: None)
