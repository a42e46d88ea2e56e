"""Hands clip_grad_norm the gradients of three parameters in a dictionary."""

import numpy as np
from jaxtyping import Float


def clip_grad_norm(
    dW1: Float[np.ndarray, "D H"],
    db1: Float[np.ndarray, "H"],
    dW2: Float[np.ndarray, "H C"],
    max_norm: float,
) -> tuple[Float[np.ndarray, "D H"], Float[np.ndarray, "H"], Float[np.ndarray, "H C"], float]:
    """Clip grads = {"W1": dW1, "b1": db1, "W2": dW2}."""
    grads = {"W1": dW1, "b1": db1, "W2": dW2}
    result = submission.clip_grad_norm(grads, max_norm)
    if isinstance(result, dict) or (result is not None and len(result) != 2):
        raise TypeError("return two values: the dictionary of clipped gradients, and the norm")
    clipped, norm = result
    if clipped is not None and (not isinstance(clipped, dict) or clipped.keys() != grads.keys()):
        raise TypeError("the first result is a dictionary with the same keys as grads: W1, b1, W2")
    dW1, db1, dW2 = clipped["W1"], clipped["b1"], clipped["W2"]
    return dW1, db1, dW2, norm
