r"""Scaled dot-product attention: every query gets its own weighted mean of the values.

There are 3 bugs in this file. Find and mend them.
"""

import numpy as np
from jaxtyping import Bool, Float


def attention_forward(
    q: Float[np.ndarray, "N Tq d"],
    k: Float[np.ndarray, "N Tk d"],
    v: Float[np.ndarray, "N Tk dv"],
    mask: Bool[np.ndarray, "Tq Tk"] | Bool[np.ndarray, "N Tq Tk"] | None = None,
) -> tuple[Float[np.ndarray, "N Tq dv"], object]:
    r"""Attend: softmax of the scaled products of query and key, then a mean of the values.

    Where mask is False, the query may not attend to the key. A query that may attend to no key at
    all gets out = 0.
    Returns out, and whatever the backward pass needs as cache.
    """
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1])
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    top = scores.max(axis=-1, keepdims=True)
    e = np.exp(scores - np.where(top == -np.inf, 0, top))
    total = e.sum(axis=-1, keepdims=True)
    weights = e / np.where(total == 0, 1, total)
    out = weights @ v
    return out, (q, k, v, weights)


def attention_backward(
    dout: Float[np.ndarray, "N Tq dv"], cache: object
) -> tuple[Float[np.ndarray, "N Tq d"], Float[np.ndarray, "N Tk d"], Float[np.ndarray, "N Tk dv"]]:
    r"""Gradients of the layer, from the weighted mean back through the softmax to the scores.

    Returns dq, dk and dv.
    """
    q, k, v, weights = cache
    scale = 1 / np.sqrt(v.shape[-1])
    N, Tq, Tk = weights.shape
    dv = weights.reshape(N, Tk, Tq) @ dout
    dweights = dout @ v.transpose(0, 2, 1)
    mean = (dweights * weights).sum(axis=1, keepdims=True)
    dscores = weights * (dweights - mean)
    dq = dscores @ k * scale
    dk = dscores.transpose(0, 2, 1) @ q * scale
    return dq, dk, dv
