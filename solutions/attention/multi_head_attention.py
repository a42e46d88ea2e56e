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
    N, T, D = x.shape
    dh = D // n_heads
    q = (x @ Wq).reshape(N, T, n_heads, dh).transpose(0, 2, 1, 3)
    k = (x @ Wk).reshape(N, T, n_heads, dh).transpose(0, 2, 1, 3)
    v = (x @ Wv).reshape(N, T, n_heads, dh).transpose(0, 2, 1, 3)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(dh)
    if mask is not None:
        for_each_head = mask if mask.ndim == 2 else mask[:, None]
        scores = np.where(for_each_head, scores, -np.inf)
    top = scores.max(axis=-1, keepdims=True)
    e = np.exp(scores - np.where(top == -np.inf, 0, top))
    total = e.sum(axis=-1, keepdims=True)
    weights = e / np.where(total == 0, 1, total)
    heads = weights @ v
    merged = heads.transpose(0, 2, 1, 3).reshape(N, T, D)
    out = merged @ Wo
    return out, (x, Wq, Wk, Wv, Wo, q, k, v, weights, merged)


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
    x, Wq, Wk, Wv, Wo, q, k, v, weights, merged = cache
    N, n_heads, T, dh = q.shape
    D = n_heads * dh
    dmerged = dout @ Wo.T
    dheads = dmerged.reshape(N, T, n_heads, dh).transpose(0, 2, 1, 3)
    dweights = dheads @ v.transpose(0, 1, 3, 2)
    mean = (dweights * weights).sum(axis=-1, keepdims=True)
    dscores = weights * (dweights - mean) / np.sqrt(dh)
    dq = (dscores @ k).transpose(0, 2, 1, 3).reshape(N, T, D)
    dk = (dscores.transpose(0, 1, 3, 2) @ q).transpose(0, 2, 1, 3).reshape(N, T, D)
    dv = (weights.transpose(0, 1, 3, 2) @ dheads).transpose(0, 2, 1, 3).reshape(N, T, D)
    dx = dq @ Wq.T + dk @ Wk.T + dv @ Wv.T
    rows = x.reshape(N * T, D)
    dWq = rows.T @ dq.reshape(N * T, D)
    dWk = rows.T @ dk.reshape(N * T, D)
    dWv = rows.T @ dv.reshape(N * T, D)
    dWo = merged.reshape(N * T, D).T @ dout.reshape(N * T, D)
    return dx, dWq, dWk, dWv, dWo
