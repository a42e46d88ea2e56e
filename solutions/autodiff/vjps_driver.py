"""Makes the result of each operation, and hands it on with the gradient."""

import numpy as np
from jaxtyping import Float


def add_vjp(
    g: Float[np.ndarray, "N D"],
    x: Float[np.ndarray, "N D"] | Float[np.ndarray, "N 1"],
    y: Float[np.ndarray, "N D"] | Float[np.ndarray, "D"] | Float[np.ndarray, "1 D"],
) -> tuple[
    Float[np.ndarray, "N D"] | Float[np.ndarray, "N 1"],
    Float[np.ndarray, "N D"] | Float[np.ndarray, "D"] | Float[np.ndarray, "1 D"],
]:
    """Go back through x + y."""
    dx, dy = submission.add_vjp(g, x + y, x, y)
    return dx, dy


def mul_vjp(
    g: Float[np.ndarray, "N D"],
    x: Float[np.ndarray, "N D"] | Float[np.ndarray, "N 1"],
    y: Float[np.ndarray, "N D"] | Float[np.ndarray, "D"] | Float[np.ndarray, "1 D"],
) -> tuple[
    Float[np.ndarray, "N D"] | Float[np.ndarray, "N 1"],
    Float[np.ndarray, "N D"] | Float[np.ndarray, "D"] | Float[np.ndarray, "1 D"] | Float[np.ndarray, ""],
]:
    """Go back through x * y."""
    dx, dy = submission.mul_vjp(g, x * y, x, y)
    return dx, dy


def matmul_vjp(
    g: Float[np.ndarray, "N M"], x: Float[np.ndarray, "N D"], y: Float[np.ndarray, "D M"]
) -> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "D M"]]:
    """Go back through x @ y."""
    dx, dy = submission.matmul_vjp(g, x @ y, x, y)
    return dx, dy


def sum_vjp(
    g: Float[np.ndarray, "N D"] | Float[np.ndarray, ""],
    x: Float[np.ndarray, "K N D"] | Float[np.ndarray, "N K D"] | Float[np.ndarray, "N D K"],
) -> Float[np.ndarray, "K N D"] | Float[np.ndarray, "N K D"] | Float[np.ndarray, "N D K"]:
    """Go back through x.sum(axis), along the axis that leaves the shape of g; the last one is called -1."""
    g = np.asarray(g)
    left = [tuple(np.delete(x.shape, axis)) for axis in (0, 1, -1)]
    axis = (0, 1, -1)[left.index(g.shape)] if g.ndim else None
    dx = submission.sum_vjp(g, x.sum(axis), x, axis)
    return dx
