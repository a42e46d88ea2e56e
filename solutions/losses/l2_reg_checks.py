"""L2 regularisation: what grads may hold for the biases."""

import numpy as np

from grader.properties import Wrong, check


@check("l2_reg", "biases are left alone")
def biases(layer):
    rng = np.random.default_rng(4)
    shapes = {"W1": (3, 4), "b1": (4,), "W2": (4, 2), "b2": (2,)}
    params = {name: rng.uniform(-2, 2, shape) for name, shape in shapes.items()}
    _, grads = layer.l2_reg(params, 0.3)
    for name in ("b1", "b2"):
        given = grads.get(name) if isinstance(grads, dict) else None
        if isinstance(given, np.ndarray | np.generic | float | int) and np.any(np.asarray(given) != 0):
            raise Wrong(
                f"grads holds a gradient for {name}, but the biases are not penalised: leave {name} out, "
                f"or give it zeros",
                yours=given,
                expected=np.zeros(shapes[name]),
            )
