r"""K-means: assign each point to the nearest centre, move each centre to its points, repeat."""

import numpy as np
from jaxtyping import Float, Int


def kmeans_assign(x: Float[np.ndarray, "N D"], centers: Float[np.ndarray, "K D"]) -> Int[np.ndarray, "N"]:
    r"""Find the nearest centre of each point: $\mathrm{labels}_n = \arg\min_k \|x_n - c_k\|^2$.

    Where several are equally near, the first of them counts.
    Returns labels.
    """
    differences = x[:, None, :] - centers
    squares = (differences**2).sum(axis=2)
    labels = squares.argmin(axis=1)
    return labels


def kmeans_update(
    x: Float[np.ndarray, "N D"], labels: Int[np.ndarray, "N"], centers: Float[np.ndarray, "K D"]
) -> Float[np.ndarray, "K D"]:
    r"""Move each centre to the mean of its points; a centre without points stays where it is.

    Returns new_centers.
    """
    new_centers = centers.copy()
    for k in range(len(centers)):
        mine = x[labels == k]
        if len(mine) > 0:
            new_centers[k] = mine.mean(axis=0)
    return new_centers


def kmeans(
    x: Float[np.ndarray, "N D"], centers: Float[np.ndarray, "K D"], steps: int
) -> tuple[Float[np.ndarray, "K D"], Int[np.ndarray, "N"]]:
    r"""Assign and update, `steps` times, from the given centres.

    Returns the last centres, and the labels that belong to them.
    """
    for _ in range(steps):
        labels = kmeans_assign(x, centers)
        centers = kmeans_update(x, labels, centers)
    labels = kmeans_assign(x, centers)
    return centers, labels
