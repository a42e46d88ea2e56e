"""Flatten: each backward pass goes with its own forward pass, also where the shapes differ."""

import numpy as np

from grader.properties import Wrong, check


@check("flatten_backward", "batches of two shapes")
def batches_of_two_shapes(layer):
    """A second forward pass with another shape comes before the first backward pass."""
    dout = np.arange(12.0).reshape(2, 6)
    expected = dout.reshape(2, 3, 2)
    _, cache = layer.flatten_forward(1 - expected)
    layer.flatten_forward(dout.reshape(2, 2, 3))
    dx = layer.flatten_backward(dout, cache)
    if not np.array_equal(dx, expected):
        raise Wrong(
            "After two forward passes, the backward pass of the first does not give dx in the shape of its own x. "
            "The shape belongs in the cache, not in a variable that both passes share",
            yours=dx.shape,
            expected=expected.shape,
        )
