"""Flatten: each backward pass goes with its own forward pass, also where the shapes differ."""

import numpy as np

from grader.properties import Wrong, check


@check("flatten_backward", "batches of two shapes")
def batches_of_two_shapes(layer):
    """A second forward pass with another shape comes before the first backward pass."""
    first = np.arange(12.0).reshape(2, 3, 2)
    out, cache = layer.flatten_forward(first)
    layer.flatten_forward(np.arange(12.0).reshape(2, 2, 3))
    dx = layer.flatten_backward(out, cache)
    if not np.array_equal(dx, first):
        raise Wrong(
            "After two forward passes, the backward pass of the first gives dx in another shape than its x had. "
            "The shape belongs in the cache, not in a variable that both passes share",
            yours=dx.shape,
            expected=first.shape,
        )
