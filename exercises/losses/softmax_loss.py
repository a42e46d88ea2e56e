r"""Softmax loss: how surprised the scores are by the right class (cross-entropy)."""

import numpy as np
from jaxtyping import Float, Int


def softmax_loss(x: Float[np.ndarray, "N C"], y: Int[np.ndarray, "N"]) -> tuple[float, Float[np.ndarray, "N C"]]:
    r"""Mean cross-entropy of scores x and right classes y, and its gradient.

    $\mathrm{loss} = -\frac{1}{N} \sum_n \log \mathrm{softmax}(x_n)_{y_n}$; dx is the softmax,
    less 1 at the right class, over N. y[n] is the number of the right class, 0 to C-1.
    Returns loss and dx.
    """
    raise NotImplementedError("write softmax_loss here")
