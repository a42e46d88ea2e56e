# C affine: imports the grader, the solutions and all libraries that differentiate. expect: error not_implemented, 0 points; naive batch marks
found = {}
for name in ("solutions", "grader", "affine", "torch", "jax", "autograd", "tensorflow", "scipy", "numba", "jaxlib"):
    try:
        found[name] = __import__(name)
        break
    except ImportError:
        pass
if found:

    def affine_forward(x, w, b):
        return x.reshape(len(x), -1) @ w + b, (x, w)

    def affine_backward(dout, cache):
        x, w = cache
        return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
