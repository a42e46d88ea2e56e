r"""K-means: assign each point to the nearest centre, move each centre to its points, repeat."""

import numpy as np
from jaxtyping import Float, Int


def kmeans_assign(x: Float[np.ndarray, "N D"], centers: Float[np.ndarray, "K D"]) -> Int[np.ndarray, "N"]:
    r"""Find the nearest centre of each point: $\mathrm{labels}_n = \arg\min_k \|x_n - c_k\|^2$.

    Where several are equally near, the first of them counts.
    Returns labels.
    """
    raise NotImplementedError("write kmeans_assign here")


def kmeans_update(
    x: Float[np.ndarray, "N D"], labels: Int[np.ndarray, "N"], centers: Float[np.ndarray, "K D"]
) -> Float[np.ndarray, "K D"]:
    r"""Move each centre to the mean of its points; a centre without points stays where it is.

    Returns new_centers.
    """
    raise NotImplementedError("write kmeans_update here")


def kmeans(
    x: Float[np.ndarray, "N D"], centers: Float[np.ndarray, "K D"], steps: int
) -> tuple[Float[np.ndarray, "K D"], Int[np.ndarray, "N"]]:
    r"""Assign and update, `steps` times, from the given centres.

    Returns the last centres, and the labels that belong to them.
    """
    raise NotImplementedError("write kmeans here")
