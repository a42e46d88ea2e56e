r"""Log-softmax: a row of scores becomes a row of logarithms of probabilities."""

import numpy as np
from jaxtyping import Float


def log_softmax_forward(
    x: Float[np.ndarray, "N C"] | Float[np.ndarray, "N T C"],
) -> tuple[Float[np.ndarray, "N C"] | Float[np.ndarray, "N T C"], object]:
    r"""Subtract the logarithm of each row's sum: $\mathrm{out}_i = x_i - \log \sum_j e^{x_j}$.

    A row lies along the last axis, and its largest entry is subtracted first.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write log_softmax_forward here")


def log_softmax_backward(
    dout: Float[np.ndarray, "N C"] | Float[np.ndarray, "N T C"], cache: object
) -> Float[np.ndarray, "N C"] | Float[np.ndarray, "N T C"]:
    r"""Gradient of each row: $dx_i = dout_i - e^{\mathrm{out}_i} \sum_j dout_j$.

    Returns dx.
    """
    raise NotImplementedError("write log_softmax_backward here")
