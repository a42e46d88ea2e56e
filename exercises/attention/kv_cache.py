r"""KV cache: attention for one new token, with the keys and values of the earlier ones kept."""

from typing import TypedDict

import numpy as np
from jaxtyping import Float


class KV(TypedDict):
    """What is kept of the S tokens that came before, oldest first."""

    k: Float[np.ndarray, "N heads S dh"]  # their keys
    v: Float[np.ndarray, "N heads S dh"]  # their values


def decode_step(
    x: Float[np.ndarray, "N D"],
    Wq: Float[np.ndarray, "D D"],
    Wk: Float[np.ndarray, "D D"],
    Wv: Float[np.ndarray, "D D"],
    Wo: Float[np.ndarray, "D D"],
    n_heads: int,
    kv: KV | None = None,
) -> tuple[Float[np.ndarray, "N D"], KV]:
    r"""Take one token of each example through causal multi-head self-attention.

    x is the newest token alone, and kv holds the keys and values of all tokens before it; it is
    None at the first. D is a multiple of n_heads, and head i has the features $i\, d_h$ to
    $(i + 1) d_h - 1$, where $d_h = D / \mathrm{n\_heads}$. The token's own key and value are
    appended to the kept ones. Then, in each head, its query attends to all of them:
    $\mathrm{scores} = q\, k^T / \sqrt{d_h}$, weights = softmax over the keys,
    $\mathrm{head} = \mathrm{weights}\; v$; and $\mathrm{out} = \mathrm{merged}\, W_o$.
    Returns out, and kv for the next step, with one more position in "k" and "v".
    """
    raise NotImplementedError("write decode_step here")
