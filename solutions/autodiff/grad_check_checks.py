"""Checking gradients: a bound that fits entries of very different sizes, and many of them."""

import numpy as np

from grader.properties import Wrong, check


@check("grad_check", "entries of every size")
def entries_of_every_size(layer):
    """Next to entries of 10,000 the noise of f is far above 1e-7, and the other column has a gradient of 0."""
    x = np.array([[7000.5, 1.5], [-9000.25, -0.5]])
    ok, _, _ = layer.grad_check(x, "(x[:, 0] ** 2).sum()", "none")
    if not ok:
        raise Wrong(
            "f is the sum of the squares of the first column, so its gradient is 0 in the second one. The gradient is "
            "right, and turned down: the bound has to grow with the largest entry, 1e-7 + 1e-5 * max|numerical|",
            yours=ok,
            expected=True,
        )


@check("grad_check", "many entries")
def many_entries(layer):
    """The sum of 400 such entries is 200 times the largest of them."""
    x = np.full((20, 20), 0.01)
    ok, _, _ = layer.grad_check(x, "(c * x).sum() ** 2", "0.1 percent")
    if ok:
        raise Wrong(
            "A gradient of 400 entries that is off by a tenth of a percent everywhere passes: the bound grows with "
            "the number of entries. It is 1e-7 + 1e-5 * max|numerical|",
            yours=ok,
            expected=False,
        )
