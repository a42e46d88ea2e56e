"""Hands two curves to diagnose, and turns its word into three numbers."""

import numpy as np
from jaxtyping import Float, Int


def diagnose(first: float, train: Float[np.ndarray, "T"], val: Float[np.ndarray, "T+1"]) -> Int[np.ndarray, "3"]:
    """Diagnose train_losses = [first, *train] and val_losses = val; 1 stands at the word's place."""
    words = ("underfitting", "overfitting", "good fit")
    verdict = submission.diagnose(np.array([first, *train]), val)
    if verdict is None:
        return None
    if verdict not in words:
        raise TypeError(f"it returns {verdict!r}; return 'underfitting', 'overfitting' or 'good fit'")
    underfitting_overfitting_goodfit = np.array([int(verdict == word) for word in words])
    return underfitting_overfitting_goodfit
