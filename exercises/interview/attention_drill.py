r"""Attention, fifteen minutes: one head, then causal, then several heads. Forward only.

Write everything yourself, the softmax too, with nothing but NumPy.
"""

import numpy as np
from jaxtyping import Float


def single_head(
    x: Float[np.ndarray, "N T D"],
    Wq: Float[np.ndarray, "D dk"],
    Wk: Float[np.ndarray, "D dk"],
    Wv: Float[np.ndarray, "D dv"],
) -> Float[np.ndarray, "N T dv"]:
    r"""Self-attention with one head: $\mathrm{softmax}(q k^T / \sqrt{d_k})\, v$.

    $q = x W_q$, $k = x W_k$ and $v = x W_v$; the softmax runs over the keys. Returns out.
    """
    raise NotImplementedError("write single_head here")


def causal_single_head(
    x: Float[np.ndarray, "N T D"],
    Wq: Float[np.ndarray, "D dk"],
    Wk: Float[np.ndarray, "D dk"],
    Wv: Float[np.ndarray, "D dv"],
) -> Float[np.ndarray, "N T dv"]:
    r"""Do the same where position t may attend to position s only if $s \le t$.

    Returns out.
    """
    raise NotImplementedError("write causal_single_head here")


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
    raise NotImplementedError("write multi_head here")
