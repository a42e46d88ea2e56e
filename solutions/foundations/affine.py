r"""Fully connected layer: every output sees every input."""

import numpy as np
from jaxtyping import Float


def affine_forward(
    x: Float[np.ndarray, "N D"] | Float[np.ndarray, "N d1 d2"],
    w: Float[np.ndarray, "D M"],
    b: Float[np.ndarray, "M"],
) -> tuple[Float[np.ndarray, "N M"], object]:
    r"""Apply the layer to a batch: $\mathrm{out}_n = x_n w + b$.

    x may have more than two axes: each example is flattened to a row of D numbers first.
    Returns out, and whatever the backward pass needs as cache.
    """
    rows = x.reshape(x.shape[0], -1)
    out = rows @ w + b
    return out, (x, w)


def affine_backward(
    dout: Float[np.ndarray, "N M"], cache: object
) -> tuple[
    Float[np.ndarray, "N D"] | Float[np.ndarray, "N d1 d2"],
    Float[np.ndarray, "D M"],
    Float[np.ndarray, "M"],
]:
    r"""Gradients of the layer: $dx = dout\, w^T$, $dw = x^T dout$, $db = \sum_n dout_n$.

    Returns dx in the shape of x, dw and db.
    """
    x, w = cache
    rows = x.reshape(x.shape[0], -1)
    dx = (dout @ w.T).reshape(x.shape)
    dw = rows.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
