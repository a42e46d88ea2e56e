r"""Leaky ReLU: positive numbers pass, all others are scaled down."""

import numpy as np
from jaxtyping import Float


def leaky_relu_forward(
    x: Float[np.ndarray, "*shape"], alpha: float = 0.01
) -> tuple[Float[np.ndarray, "*shape"], object]:
    r"""Bend the line at 0: $\mathrm{out} = x$ where $x > 0$, and $\alpha x$ everywhere else.

    alpha is the slope of the lower half, between 0 and 1.
    Returns out, and whatever the backward pass needs as cache.
    """
    out = np.where(x > 0, x, alpha * x)
    return out, (x, alpha)


def leaky_relu_backward(
    dout: Float[np.ndarray, "*shape"],
    cache: object,
) -> Float[np.ndarray, "*shape"]:
    r"""Gradient of the layer: $dx = dout$ where $x > 0$, and $\alpha\, dout$ everywhere else.

    Returns dx. At exactly 0, where there is no derivative, dx is $\alpha\, dout$.
    """
    x, alpha = cache
    dx = np.where(x > 0, dout, alpha * dout)
    return dx
