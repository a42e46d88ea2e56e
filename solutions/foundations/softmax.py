r"""Softmax: a row of scores becomes a row of probabilities."""

import numpy as np
from jaxtyping import Float


def softmax_forward(
    x: Float[np.ndarray, "N C"] | Float[np.ndarray, "N T C"],
) -> tuple[Float[np.ndarray, "N C"] | Float[np.ndarray, "N T C"], object]:
    r"""Normalise the exponentials of each row: $\mathrm{out}_i = e^{x_i} / \sum_j e^{x_j}$.

    A row lies along the last axis, and its largest entry is subtracted first.
    Returns out, and whatever the backward pass needs as cache.
    """
    shifted = x - x.max(axis=-1, keepdims=True)
    exps = np.exp(shifted)
    out = exps / exps.sum(axis=-1, keepdims=True)
    return out, out


def softmax_backward(
    dout: Float[np.ndarray, "N C"] | Float[np.ndarray, "N T C"], cache: object
) -> Float[np.ndarray, "N C"] | Float[np.ndarray, "N T C"]:
    r"""Gradient of each row: $dx_i = \mathrm{out}_i (dout_i - \sum_j dout_j\, \mathrm{out}_j)$.

    Returns dx.
    """
    out = cache
    mean = (dout * out).sum(axis=-1, keepdims=True)
    dx = out * (dout - mean)
    return dx
