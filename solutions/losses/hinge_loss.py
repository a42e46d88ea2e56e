r"""Hinge loss: the right class should lead every other one by a margin (support vector machine)."""

import numpy as np
from jaxtyping import Float, Int


def svm_loss(
    x: Float[np.ndarray, "N C"],
    y: Int[np.ndarray, "N"],
) -> tuple[float, Float[np.ndarray, "N C"]]:
    r"""Mean hinge loss of scores x and right classes y, and its gradient.

    Every wrong class j of row n costs $\mathrm{margin}_{nj} = \max(0, x_{nj} - x_{n,y_n} + 1)$, and
    $\mathrm{loss} = \frac{1}{N} \sum_n \sum_{j \ne y_n} \mathrm{margin}_{nj}$.
    y[n] is the number of the right class, 0 to C-1.
    Returns loss and dx. Where a margin is exactly 0, it counts as not violated.
    """
    N = x.shape[0]
    rows = np.arange(N)
    right = x[rows, y][:, None]
    margins = np.maximum(0, x - right + 1)
    margins[rows, y] = 0
    loss = margins.sum() / N
    dx = np.where(margins > 0, 1.0, 0.0)
    dx[rows, y] -= dx.sum(axis=1)
    dx /= N
    return loss, dx
