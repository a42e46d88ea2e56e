r"""Scale every column by a factor of its own."""

import numpy as np
from jaxtyping import Float


def scale_forward(x: Float[np.ndarray, "N D"], s: Float[np.ndarray, "D"]) -> tuple[Float[np.ndarray, "N D"], object]:
    r"""Scale the columns: $out = x s$.

    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write scale_forward here")


def scale_backward(
    dout: Float[np.ndarray, "N D"], cache: object
) -> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "D"]]:
    r"""Gradients of the layer: $dx = dout\, s$, $ds = \sum_n x_n dout_n$.

    Returns dx and ds.
    """
    raise NotImplementedError("write scale_backward here")
