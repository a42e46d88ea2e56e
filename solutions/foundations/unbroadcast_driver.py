"""Hands the shape of an array to unbroadcast."""

import numpy as np
from jaxtyping import Float


def unbroadcast(
    grad: Float[np.ndarray, "N M D"],
    x: Float[np.ndarray, "N M D"]
    | Float[np.ndarray, "M D"]
    | Float[np.ndarray, "D"]
    | Float[np.ndarray, ""]
    | Float[np.ndarray, "N 1 D"]
    | Float[np.ndarray, "1 M 1"]
    | Float[np.ndarray, "M 1"]
    | Float[np.ndarray, "1 D"]
    | Float[np.ndarray, "1"],
) -> Float[np.ndarray, "N M D"] | Float[np.ndarray, "M D"] | Float[np.ndarray, "D"] | Float[np.ndarray, ""]:
    """Undo the broadcasting of x to the shape of grad; only the shape of x counts."""
    out = submission.unbroadcast(grad, np.shape(x))
    return out
