"""Hands two curves to diagnose, and turns its word into three numbers."""

import numpy as np
from jaxtyping import Float


def diagnose(
    first: float, train: Float[np.ndarray, "T"], val: Float[np.ndarray, "T"]
) -> tuple[int, int, int]:
    """Diagnose train_losses = [first, *train] and val_losses = [first, *val]."""
    words = ("underfitting", "overfitting", "good fit")
    verdict = submission.diagnose(np.array([first, *train]), np.array([first, *val]))
    if verdict is not None and verdict not in words:
        raise TypeError(f"it returns {verdict!r}; return 'underfitting', 'overfitting' or 'good fit'")
    underfitting, overfitting, good_fit = (None if verdict is None else int(verdict == word) for word in words)
    return underfitting, overfitting, good_fit
