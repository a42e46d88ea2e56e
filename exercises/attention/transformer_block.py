r"""Transformer block: attention and a feed-forward layer, each behind a norm and beside a bypass.

Its parts are layers that you have written: bring your layer norm, multi-head attention and
feed-forward layer into this file, since each file is checked by itself.
"""

import numpy as np
from jaxtyping import Bool, Float


def transformer_block_forward(
    x: Float[np.ndarray, "N T D"],
    gamma1: Float[np.ndarray, "D"],
    beta1: Float[np.ndarray, "D"],
    Wq: Float[np.ndarray, "D D"],
    Wk: Float[np.ndarray, "D D"],
    Wv: Float[np.ndarray, "D D"],
    Wo: Float[np.ndarray, "D D"],
    gamma2: Float[np.ndarray, "D"],
    beta2: Float[np.ndarray, "D"],
    W1: Float[np.ndarray, "D F"],
    b1: Float[np.ndarray, "F"],
    W2: Float[np.ndarray, "F D"],
    b2: Float[np.ndarray, "D"],
    n_heads: int,
    mask: Bool[np.ndarray, "T T"] | Bool[np.ndarray, "N T T"] | None = None,
) -> tuple[Float[np.ndarray, "N T D"], object]:
    r"""Apply a pre-norm block: what each part finds is added to the stream that passes it by.

    $a = \mathrm{norm}_1(x)$, $h = x + \mathrm{mha}(a)$,
    $f = \mathrm{norm}_2(h)$, $\mathrm{out} = h + \mathrm{ffn}(f)$.
    The norms are layer norms over the D features of each position, with eps = 1e-5; mha has
    n_heads heads and no biases, and True in mask means: may attend; ffn has a ReLU.
    Returns out, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write transformer_block_forward here")


def transformer_block_backward(
    dout: Float[np.ndarray, "N T D"],
    cache: object,
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "D"],
    Float[np.ndarray, "D"],
    Float[np.ndarray, "D D"],
    Float[np.ndarray, "D D"],
    Float[np.ndarray, "D D"],
    Float[np.ndarray, "D D"],
    Float[np.ndarray, "D"],
    Float[np.ndarray, "D"],
    Float[np.ndarray, "D F"],
    Float[np.ndarray, "F"],
    Float[np.ndarray, "F D"],
    Float[np.ndarray, "D"],
]:
    r"""Gradients of the block, its lines in reverse order.

    $dh = dout + \mathrm{norm}_2'(\mathrm{ffn}'(dout))$ and
    $dx = dh + \mathrm{norm}_1'(\mathrm{mha}'(dh))$, where a dash stands for the backward pass.
    Returns the gradients of all arrays, in the order in which the forward pass takes them.
    """
    raise NotImplementedError("write transformer_block_backward here")
