r"""Unbroadcast: what NumPy repeated on the way forward is added up on the way back."""

import numpy as np
from jaxtyping import Float


def unbroadcast(grad: Float[np.ndarray, "*big"], shape: tuple[int, ...]) -> Float[np.ndarray, "*small"]:
    r"""Turn the gradient of a broadcast array into the gradient of the array before broadcasting.

    shape is the shape before; broadcast by NumPy's rules, it has become grad.shape: axes were put
    in front, and axes of size 1 were repeated. Along both, the repeats of an entry are summed.
    Returns out, of the given shape.
    """
    leading = tuple(range(grad.ndim - len(shape)))
    grad = np.sum(grad, axis=leading)
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1)
    out = np.sum(grad, axis=repeated, keepdims=True)
    return out
