# I affine: a module that raises when it is asked for what it does not have. expect: error not_implemented, 0 points
def __getattr__(name):
    raise ValueError("no " + name)
