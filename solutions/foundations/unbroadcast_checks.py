"""Unbroadcast: arrays of any number of axes."""

import numpy as np

from grader.properties import Wrong, check


@check("unbroadcast", "any number of axes")
def any_number_of_axes(layer):
    rng = np.random.default_rng(2)
    for big, small in [
        ((4,), (4,)),
        ((4,), (1,)),
        ((4,), ()),
        ((3, 4), (4,)),
        ((3, 4), (3, 1)),
        ((2, 3, 4, 5), (3, 1, 1)),
        ((2, 3, 4, 5), (2, 1, 4, 1)),
        ((2, 3, 2, 3, 2), (1, 3, 1, 3, 1)),
    ]:
        grad = rng.uniform(-2, 2, big)
        axes = tuple(range(len(big) - len(small)))
        expected = grad.sum(axes)
        for axis, size in enumerate(small):
            if size == 1:
                expected = expected.sum(axis, keepdims=True)
        out = np.asarray(layer.unbroadcast(grad, np.zeros(small)))
        if out.shape != small:
            raise Wrong(
                f"A gradient of shape {big} for an array of shape {small} comes back in the wrong shape",
                yours=out.shape,
                expected=small,
            )
        if not np.allclose(out, expected, rtol=0, atol=1e-9):
            raise Wrong(
                f"A gradient of shape {big} for an array of shape {small} is added up wrongly",
                yours=out,
                expected=expected,
            )
