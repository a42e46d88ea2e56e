# A affine: raises GeneratorExit, which a generator around it swallows. expect: error raised, 0 points; naive batch ends
def affine_forward(x, w, b):
    raise GeneratorExit
