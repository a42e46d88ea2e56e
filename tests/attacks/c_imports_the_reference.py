# C affine: imports the grader, the solutions and all libraries that differentiate. expect: error not_implemented, 0 points
found = {}
for name in ("grader", "solutions", "affine", "torch", "jax", "autograd", "tensorflow", "scipy", "numba", "jaxlib"):
    try:
        found[name] = __import__(name)
    except ImportError:
        pass
if found:

    def affine_forward(x, w, b):
        return x.reshape(len(x), -1) @ w + b, (x, w)
