r"""SwiGLU: one projection of the input decides how much of another one passes."""

import numpy as np
from jaxtyping import Float


def _sigmoid(z: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    r"""$\sigma(z) = 1 / (1 + e^{-z})$, written so that no exponential can overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swiglu_forward(
    x: Float[np.ndarray, "N T D"], W: Float[np.ndarray, "D F"], V: Float[np.ndarray, "D F"]
) -> tuple[Float[np.ndarray, "N T F"], object]:
    r"""Apply the layer to every position: $\mathrm{out} = \mathrm{swish}(x W) \odot x V$.

    $a = x W$, $s = \sigma(a)$, $\mathrm{gate} = a \odot s$ (that is swish, or SiLU), $h = x V$
    and $\mathrm{out} = \mathrm{gate} \odot h$. There are no biases.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write swiglu_forward here")


def swiglu_backward(
    dout: Float[np.ndarray, "N T F"], cache: object
) -> tuple[Float[np.ndarray, "N T D"], Float[np.ndarray, "D F"], Float[np.ndarray, "D F"]]:
    r"""Gradients of the layer, from the product back through both projections.

    $dh = dout \odot \mathrm{gate}$, $dgate = dout \odot h$,
    $da = dgate \odot (s + \mathrm{gate} \odot (1 - s))$ and $dx = da\, W^T + dh\, V^T$;
    the gradients of W and V are summed over all examples and positions.
    Returns dx, dW and dV.
    """
    raise NotImplementedError("write swiglu_backward here")
