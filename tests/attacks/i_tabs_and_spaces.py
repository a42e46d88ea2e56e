# I affine: tabs and spaces mixed. expect: error raised, 0 points
def affine_forward(x, w, b):
	out = x @ w
        return out + b
