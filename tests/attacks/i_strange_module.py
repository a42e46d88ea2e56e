# I affine: a module that raises when it is asked for what it does not have. expect: error raised, 0 points
def __getattr__(name):
    raise ValueError("no " + name)
