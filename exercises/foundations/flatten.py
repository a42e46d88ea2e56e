r"""Flatten: each example becomes one row."""

import numpy as np
from jaxtyping import Float


def flatten_forward(
    x: Float[np.ndarray, "N *shape"],
) -> tuple[Float[np.ndarray, "N D"], object]:
    r"""Lay out each example as a row of D numbers, the last axis of x running fastest.

    The batch axis stays: out has the shape (N, D), and D is the product of all other axes.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write flatten_forward here")


def flatten_backward(
    dout: Float[np.ndarray, "N D"],
    cache: object,
) -> Float[np.ndarray, "N *shape"]:
    r"""Gradient of the layer: the numbers of dout, back at the places they came from.

    Returns dx in the shape of x.
    """
    raise NotImplementedError("write flatten_backward here")
