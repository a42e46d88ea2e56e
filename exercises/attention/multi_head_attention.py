r"""Multi-head self-attention: several attentions side by side, each on a part of the features."""

import numpy as np
from jaxtyping import Bool, Float


def mha_forward(
    x: Float[np.ndarray, "N T D"],
    Wq: Float[np.ndarray, "D D"],
    Wk: Float[np.ndarray, "D D"],
    Wv: Float[np.ndarray, "D D"],
    Wo: Float[np.ndarray, "D D"],
    n_heads: int,
    mask: Bool[np.ndarray, "T T"] | Bool[np.ndarray, "N T T"] | None = None,
) -> tuple[Float[np.ndarray, "N T D"], object]:
    r"""Project x to queries, keys and values, attend in each head, put the heads side by side.

    D is a multiple of n_heads, and head i has the features $i\, d_h$ to $(i + 1) d_h - 1$, where
    $d_h = D / \mathrm{n\_heads}$. In each head weights = softmax of $q k^T / \sqrt{d_h}$ over the
    keys and head = weights v; then merged holds all heads again and $\mathrm{out} =
    \mathrm{merged}\, W_o$. Where mask is False, the query (row) may not attend to the key (column);
    a query that may attend to no key at all gets weights of 0.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write mha_forward here")


def mha_backward(
    dout: Float[np.ndarray, "N T D"], cache: object
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "D D"],
    Float[np.ndarray, "D D"],
    Float[np.ndarray, "D D"],
    Float[np.ndarray, "D D"],
]:
    r"""Gradients of the layer: back through $W_o$, through each head, through the projections.

    $dx = dq\, W_q^T + dk\, W_k^T + dv\, W_v^T$, since x is used three times; the gradients of the
    weights are summed over all examples and positions.
    Returns dx, dWq, dWk, dWv and dWo.
    """
    raise NotImplementedError("write mha_backward here")
