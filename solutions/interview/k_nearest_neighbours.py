r"""K nearest neighbours: all distances at once, then a vote."""

import numpy as np
from jaxtyping import Float, Int


def compute_distances_no_loops(
    x: Float[np.ndarray, "N D"], x_train: Float[np.ndarray, "M D"]
) -> Float[np.ndarray, "N M"]:
    r"""Euclidean distance of each point of x to each point of x_train, without a loop.

    $\mathrm{dists}_{nm} = \sqrt{\|x_n\|^2 - 2\, x_n \cdot t_m + \|t_m\|^2}$.
    Returns dists.
    """
    squares = (x**2).sum(axis=1, keepdims=True) - 2 * x @ x_train.T + (x_train**2).sum(axis=1)
    dists = np.sqrt(np.maximum(squares, 0))
    return dists


def predict_labels(dists: Float[np.ndarray, "N M"], y_train: Int[np.ndarray, "M"], k: int) -> Int[np.ndarray, "N"]:
    r"""Give each point the label that most of its k nearest training points have.

    Of equally near training points, those that come first count. Of labels with equally many
    votes, the smallest wins.
    Returns y_pred.
    """
    nearest = np.argsort(dists, axis=1, kind="stable")[:, :k]
    labels = np.arange(y_train.max() + 1)
    votes = (y_train[nearest][:, :, None] == labels).sum(axis=1)
    y_pred = votes.argmax(axis=1)
    return y_pred
