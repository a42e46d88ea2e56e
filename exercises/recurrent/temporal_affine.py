r"""Dense layer over time: the same weights read the state of every step of every sequence."""

import numpy as np
from jaxtyping import Float


def temporal_affine_forward(
    x: Float[np.ndarray, "N T D"],
    w: Float[np.ndarray, "D M"],
    b: Float[np.ndarray, "M"],
) -> tuple[Float[np.ndarray, "N T M"], object]:
    r"""Apply one dense layer at every step: $\mathrm{out}_{n,t} = x_{n,t} w + b$.

    The steps of all sequences are laid out as N * T rows, so that one product does it.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write temporal_affine_forward here")


def temporal_affine_backward(
    dout: Float[np.ndarray, "N T M"], cache: object
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "D M"],
    Float[np.ndarray, "M"],
]:
    r"""Gradients of the layer, w and b summed over examples and steps.

    $dx_{n,t} = dout_{n,t} w^T$, $dw = \sum_{n,t} x_{n,t}^T dout_{n,t}$ and
    $db = \sum_{n,t} dout_{n,t}$.
    Returns dx, dw and db.
    """
    raise NotImplementedError("write temporal_affine_backward here")
