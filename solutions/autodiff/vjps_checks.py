"""Vector-Jacobian products: an array with a single number."""

import numpy as np

from grader.properties import Wrong, check


@check("mul_vjp", "an array times a number")
def array_times_number(layer):
    g, x, y = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[2.0, 0.0], [4.0, -1.0]]), np.array(3.0)
    dx, dy = layer.mul_vjp(g, x, y)
    if np.shape(dy) != ():
        raise Wrong("y is one number of shape (), and so is its gradient", yours=np.shape(dy), expected=())
    if not np.isclose(dy, 1.0) or not np.allclose(dx, 3 * g):
        raise Wrong(
            "y is one number that multiplies every entry of x, so its gradient is the sum of g * x",
            yours=dy,
            expected=1.0,
        )
