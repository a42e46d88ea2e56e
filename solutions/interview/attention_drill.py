r"""Attention, fifteen minutes: one head, then causal, then several heads. Forward only.

Write everything yourself, the softmax too, with nothing but NumPy.
"""

import numpy as np
from jaxtyping import Float


def _softmax(scores):
    """Softmax over the last axis, shifted by each row's maximum."""
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def single_head(
    x: Float[np.ndarray, "N T D"],
    Wq: Float[np.ndarray, "D dk"],
    Wk: Float[np.ndarray, "D dk"],
    Wv: Float[np.ndarray, "D dv"],
) -> Float[np.ndarray, "N T dv"]:
    r"""Self-attention with one head: $\mathrm{softmax}(q k^T / \sqrt{d_k})\, v$.

    $q = x W_q$, $k = x W_k$ and $v = x W_v$; the softmax runs over the keys. Returns out.
    """
    q, k, v = x @ Wq, x @ Wk, x @ Wv
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1])
    out = _softmax(scores) @ v
    return out


def causal_single_head(
    x: Float[np.ndarray, "N T D"],
    Wq: Float[np.ndarray, "D dk"],
    Wk: Float[np.ndarray, "D dk"],
    Wv: Float[np.ndarray, "D dv"],
) -> Float[np.ndarray, "N T dv"]:
    r"""Do the same where position t may attend to position s only if $s \le t$.

    Returns out.
    """
    T = x.shape[1]
    q, k, v = x @ Wq, x @ Wk, x @ Wv
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1])
    allowed = np.tril(np.ones((T, T), bool))
    scores = np.where(allowed, scores, -np.inf)
    out = _softmax(scores) @ v
    return out


def multi_head(
    x: Float[np.ndarray, "N T D"],
    Wq: Float[np.ndarray, "D D"],
    Wk: Float[np.ndarray, "D D"],
    Wv: Float[np.ndarray, "D D"],
    Wo: Float[np.ndarray, "D D"],
    n_heads: int,
    causal: bool = False,
) -> Float[np.ndarray, "N T D"]:
    r"""Attend in n_heads heads, put their results side by side and project with $W_o$.

    D is a multiple of n_heads, and head i has the features $i\, d_h$ to $(i + 1) d_h - 1$ of q, k
    and v, where $d_h = D / \mathrm{n\_heads}$. With causal, position t attends to $s \le t$ only.
    Returns out.
    """
    N, T, D = x.shape
    dh = D // n_heads
    q = (x @ Wq).reshape(N, T, n_heads, dh).transpose(0, 2, 1, 3)
    k = (x @ Wk).reshape(N, T, n_heads, dh).transpose(0, 2, 1, 3)
    v = (x @ Wv).reshape(N, T, n_heads, dh).transpose(0, 2, 1, 3)
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(dh)
    if causal:
        scores = np.where(np.tril(np.ones((T, T), bool)), scores, -np.inf)
    heads = _softmax(scores) @ v
    merged = heads.transpose(0, 2, 1, 3).reshape(N, T, D)
    out = merged @ Wo
    return out
