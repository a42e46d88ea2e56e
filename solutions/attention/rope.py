r"""Rotary embedding: a position turns queries and keys instead of being added to the words."""

import numpy as np
from jaxtyping import Float


def rope_forward(
    x: Float[np.ndarray, "N T 2*half"],
) -> tuple[Float[np.ndarray, "N T 2*half"], object]:
    r"""Turn each pair of neighbouring features by an angle that grows with the position.

    D = 2 * half. Pair i, the features 2i and 2i + 1, is turned at position t by the angle
    $\phi = t / 10000^{2i / D}$:
    $\mathrm{out}_{2i} = x_{2i} \cos\phi - x_{2i+1} \sin\phi$ and
    $\mathrm{out}_{2i+1} = x_{2i} \sin\phi + x_{2i+1} \cos\phi$.
    Returns out, and whatever the backward pass needs as cache.
    """
    T, D = x.shape[1:]
    angle = np.arange(T)[:, None] / 10000 ** (np.arange(0, D, 2) / D)
    cos, sin = np.cos(angle), np.sin(angle)
    even, odd = x[..., 0::2], x[..., 1::2]
    out = np.empty(x.shape)
    out[..., 0::2] = even * cos - odd * sin
    out[..., 1::2] = even * sin + odd * cos
    return out, (cos, sin)


def rope_backward(
    dout: Float[np.ndarray, "N T 2*half"],
    cache: object,
) -> Float[np.ndarray, "N T 2*half"]:
    r"""Gradient of the layer: each pair of dout is turned back by the angle of the forward pass.

    Returns dx.
    """
    cos, sin = cache
    deven, dodd = dout[..., 0::2], dout[..., 1::2]
    dx = np.empty(dout.shape)
    dx[..., 0::2] = deven * cos + dodd * sin
    dx[..., 1::2] = dodd * cos - deven * sin
    return dx
