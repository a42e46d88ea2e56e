r"""Softmax and cross-entropy, for any scores that a float can hold."""

import numpy as np
from jaxtyping import Float, Int


def stable_softmax(x: Float[np.ndarray, "N C"]) -> Float[np.ndarray, "N C"]:
    r"""Turn each row of scores into probabilities: $p_{ni} = e^{x_{ni}} / \sum_j e^{x_{nj}}$.

    Returns probs.
    """
    e = np.exp(x - x.max(axis=1, keepdims=True))
    probs = e / e.sum(axis=1, keepdims=True)
    return probs


def softmax_cross_entropy_loss(
    x: Float[np.ndarray, "N C"], y: Int[np.ndarray, "N"]
) -> tuple[float, Float[np.ndarray, "N C"]]:
    r"""Mean of $-\log p_{n, y_n}$ over the rows of scores x, and its gradient.

    y[n] is the number of the right class, 0 to C-1; $dx = (p - \mathrm{onehot}(y)) / N$.
    Returns loss and dx.
    """
    N = x.shape[0]
    rows = np.arange(N)
    shifted = x - x.max(axis=1, keepdims=True)
    log_total = np.log(np.exp(shifted).sum(axis=1))
    loss = np.mean(log_total - shifted[rows, y])
    dx = stable_softmax(x)
    dx[rows, y] -= 1
    dx /= N
    return loss, dx
