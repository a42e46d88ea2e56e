r"""GELU: every number is weighed with the share of a bell curve that lies below it."""

import math

import numpy as np
from jaxtyping import Float


def _erf(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Error function, entry by entry: NumPy has none, the standard library has one for numbers."""
    return np.vectorize(math.erf, otypes=[float])(x)


def gelu_forward(x: Float[np.ndarray, "*shape"]) -> tuple[Float[np.ndarray, "*shape"], object]:
    r"""Weigh every entry with the share of the bell curve below it: $\mathrm{out} = x\, \Phi$.

    The share is $\Phi = \frac{1}{2} (1 + \mathrm{erf}(x / \sqrt 2))$.
    Returns out, and whatever the backward pass needs as cache.
    """
    Phi = 0.5 * (1 + _erf(x / np.sqrt(2)))
    out = x * Phi
    return out, (x, Phi)


def gelu_backward(dout: Float[np.ndarray, "*shape"], cache: object) -> Float[np.ndarray, "*shape"]:
    r"""Gradient of the layer: $dx = dout\, (\Phi + x\, \phi)$.

    The height of the bell curve at x is $\phi = e^{-x^2 / 2} / \sqrt{2 \pi}$. Returns dx.
    """
    x, Phi = cache
    phi = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    dx = dout * (Phi + x * phi)
    return dx


def gelu_tanh_forward(x: Float[np.ndarray, "*shape"]) -> tuple[Float[np.ndarray, "*shape"], object]:
    r"""Weigh every entry with an approximation of that share.

    $t = \tanh(\sqrt{2 / \pi}\, (x + 0.044715\, x^3))$ and $\mathrm{out} = \frac{1}{2} x (1 + t)$.
    Returns out, and whatever the backward pass needs as cache.
    """
    inner = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
    t = np.tanh(inner)
    out = 0.5 * x * (1 + t)
    return out, (x, t)


def gelu_tanh_backward(
    dout: Float[np.ndarray, "*shape"],
    cache: object,
) -> Float[np.ndarray, "*shape"]:
    r"""Gradient of the approximation itself, not of what it stands for.

    x is used twice: as the factor in front, and inside t. Returns dx.
    """
    x, t = cache
    dt = dout * 0.5 * x
    dinner = dt * (1 - t**2)
    dx = dout * 0.5 * (1 + t) + dinner * np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * x**2)
    return dx
