"""Makes the result of each operation, and hands it on with the gradient, which comes as one long row."""

from typing import Literal

import numpy as np
from jaxtyping import Float


def reshape_vjp(
    g: Float[np.ndarray, "F"],
    x: Float[np.ndarray, "N D K"],
    shape: Literal["N, D * K", "N * D, K", "K, N, D", "-1", "1, N, 1, D * K"],
) -> Float[np.ndarray, "N D K"]:
    """Go back through x.reshape(shape)."""
    N, D, K = x.shape
    wanted = {
        "N, D * K": (N, D * K),
        "N * D, K": (N * D, K),
        "K, N, D": (K, N, D),
        "-1": (-1,),
        "1, N, 1, D * K": (1, N, 1, D * K),
    }[shape]
    out = x.reshape(wanted)
    dx = submission.reshape_vjp(g.reshape(out.shape), out, x, wanted)
    return dx


def transpose_vjp(
    g: Float[np.ndarray, "F"],
    x: Float[np.ndarray, "N D K"],
    axes: Literal["None", "1, 0, 2", "0, 2, 1", "2, 1, 0", "1, 2, 0", "2, 0, 1"],
) -> Float[np.ndarray, "N D K"]:
    """Go back through x.transpose(axes)."""
    order = None if axes == "None" else tuple(int(axis) for axis in axes.split(","))
    out = x.transpose(order)
    dx = submission.transpose_vjp(g.reshape(out.shape), out, x, order)
    return dx


def getitem_vjp(
    g: Float[np.ndarray, "24"],
    x: Float[np.ndarray, "N D"],
    index: Literal[
        "1",
        "1:",
        ":, ::-1",
        "..., -1, None",
        "[0, 1, 0, -1]",
        ":, [1, 1, 0]",
        "[0, 1, 1, 0, 1], [1, 0, 0, 1, -1]",
        "x > 0",
    ],
) -> Float[np.ndarray, "N D"]:
    """Go back through x[index], with as many of the 24 numbers of g as x[index] has."""
    where = {
        "1": 1,
        "1:": slice(1, None),
        ":, ::-1": (slice(None), slice(None, None, -1)),
        "..., -1, None": (..., -1, None),
        "[0, 1, 0, -1]": np.array([0, 1, 0, -1]),
        ":, [1, 1, 0]": (slice(None), np.array([1, 1, 0])),
        "[0, 1, 1, 0, 1], [1, 0, 0, 1, -1]": (np.array([0, 1, 1, 0, 1]), np.array([1, 0, 0, 1, -1])),
        "x > 0": x > 0,
    }[index]
    out = np.array(x[where])
    dx = submission.getitem_vjp(g[: out.size].reshape(out.shape), out, x, where)
    return dx
