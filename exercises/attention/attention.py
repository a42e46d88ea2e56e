r"""Scaled dot-product attention: every query gets its own weighted mean of the values."""

import numpy as np
from jaxtyping import Bool, Float


def attention_forward(
    q: Float[np.ndarray, "N Tq d"],
    k: Float[np.ndarray, "N Tk d"],
    v: Float[np.ndarray, "N Tk dv"],
    mask: Bool[np.ndarray, "Tq Tk"] | Bool[np.ndarray, "N Tq Tk"] | None = None,
) -> tuple[Float[np.ndarray, "N Tq dv"], object]:
    r"""Attend: $\mathrm{scores} = q k^T / \sqrt{d}$, weights = softmax over keys, out = weights v.

    Where mask is False, the query may not attend to the key: its score is $-\infty$, its weight 0.
    A query that may attend to no key at all gets out = 0.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write attention_forward here")


def attention_backward(
    dout: Float[np.ndarray, "N Tq dv"], cache: object
) -> tuple[Float[np.ndarray, "N Tq d"], Float[np.ndarray, "N Tk d"], Float[np.ndarray, "N Tk dv"]]:
    r"""Gradients of the layer, from the weighted mean back through the softmax to the scores.

    $dv = \mathrm{weights}^T dout$, $dweights = dout\, v^T$,
    $dscores = \mathrm{weights} \odot (dweights - \sum_{keys} dweights \odot \mathrm{weights})$;
    then $dq = dscores\, k / \sqrt{d}$ and $dk = dscores^T q / \sqrt{d}$.
    Returns dq, dk and dv.
    """
    raise NotImplementedError("write attention_backward here")
