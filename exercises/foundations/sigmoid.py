r"""Sigmoid: any number becomes one between 0 and 1."""

import numpy as np
from jaxtyping import Float


def sigmoid_forward(x: Float[np.ndarray, "*shape"]) -> tuple[Float[np.ndarray, "*shape"], object]:
    r"""Squash every entry: $\mathrm{out} = 1 / (1 + e^{-x})$, without overflow for any x.

    With $z = e^{-|x|}$ it is $1 / (1 + z)$ where $x \ge 0$, and $z / (1 + z)$ elsewhere.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write sigmoid_forward here")


def sigmoid_backward(dout: Float[np.ndarray, "*shape"], cache: object) -> Float[np.ndarray, "*shape"]:
    r"""Gradient of the layer: $dx = dout \cdot \mathrm{out} \cdot (1 - \mathrm{out})$.

    Returns dx.
    """
    raise NotImplementedError("write sigmoid_backward here")
