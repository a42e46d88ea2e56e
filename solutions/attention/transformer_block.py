r"""Transformer block: attention and a feed-forward layer, each behind a norm and beside a bypass.

Its parts are layers that you have written: bring your layer norm, multi-head attention and
feed-forward layer into this file, since each file is checked by itself.
"""

import numpy as np
from jaxtyping import Bool, Float


def _layernorm_forward(x, gamma, beta):
    """Normalise each position's features: mean 0, variance 1; then scale and shift."""
    mean, var = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
    std = np.sqrt(var + 1e-5)
    x_hat = (x - mean) / std
    return gamma * x_hat + beta, (x_hat, std, gamma)


def _layernorm_backward(dout, cache):
    """Return dx, dgamma and dbeta."""
    x_hat, std, gamma = cache
    dgamma, dbeta = (dout * x_hat).sum(axis=(0, 1)), dout.sum(axis=(0, 1))
    dx_hat = dout * gamma
    through_mean = dx_hat.mean(axis=-1, keepdims=True)
    through_std = x_hat * (dx_hat * x_hat).mean(axis=-1, keepdims=True)
    dx = (dx_hat - through_mean - through_std) / std
    return dx, dgamma, dbeta


def _mha_forward(x, Wq, Wk, Wv, Wo, n_heads, mask):
    """Let every position look at the others, with n_heads sets of weights."""
    N, T, D = x.shape
    split = (N, T, n_heads, D // n_heads)
    q, k, v = ((x @ W).reshape(split).transpose(0, 2, 1, 3) for W in (Wq, Wk, Wv))
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(D // n_heads)
    if mask is not None:
        scores = np.where(mask if mask.ndim == 2 else mask[:, None], scores, -np.inf)
    top = scores.max(axis=-1, keepdims=True)
    e = np.exp(scores - np.where(top == -np.inf, 0, top))
    total = e.sum(axis=-1, keepdims=True)
    weights = e / np.where(total == 0, 1, total)
    merged = (weights @ v).transpose(0, 2, 1, 3).reshape(N, T, D)
    return merged @ Wo, (x, Wq, Wk, Wv, Wo, q, k, v, weights, merged)


def _mha_backward(dout, cache):
    """Return dx, dWq, dWk, dWv and dWo."""
    x, Wq, Wk, Wv, Wo, q, k, v, weights, merged = cache
    N, T, D = x.shape
    dheads = (dout @ Wo.T).reshape(N, T, q.shape[1], -1).transpose(0, 2, 1, 3)
    dweights = dheads @ v.transpose(0, 1, 3, 2)
    mean = (dweights * weights).sum(axis=-1, keepdims=True)
    dscores = weights * (dweights - mean) / np.sqrt(q.shape[-1])
    parts = dscores @ k, dscores.transpose(0, 1, 3, 2) @ q, weights.transpose(0, 1, 3, 2) @ dheads
    dq, dk, dv = (part.transpose(0, 2, 1, 3).reshape(N * T, D) for part in parts)
    dx = (dq @ Wq.T + dk @ Wk.T + dv @ Wv.T).reshape(N, T, D)
    rows = x.reshape(N * T, D)
    dWo = merged.reshape(N * T, D).T @ dout.reshape(N * T, D)
    return dx, rows.T @ dq, rows.T @ dk, rows.T @ dv, dWo


def _ffn_forward(x, W1, b1, W2, b2):
    """Apply the same two dense layers, with a ReLU between them, to every position."""
    a = np.maximum(x @ W1 + b1, 0)
    return a @ W2 + b2, (x, W1, a, W2)


def _ffn_backward(dout, cache):
    """Return dx, dW1, db1, dW2 and db2."""
    x, W1, a, W2 = cache
    dh = dout @ W2.T * (a > 0)
    rows, hidden, D = dh.reshape(-1, dh.shape[-1]), a.reshape(-1, a.shape[-1]), x.shape[-1]
    dW1, db1 = x.reshape(-1, D).T @ rows, rows.sum(axis=0)
    dW2, db2 = hidden.T @ dout.reshape(-1, D), dout.sum(axis=(0, 1))
    return dh @ W1.T, dW1, db1, dW2, db2


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
    a, norm1 = _layernorm_forward(x, gamma1, beta1)
    attended, mha = _mha_forward(a, Wq, Wk, Wv, Wo, n_heads, mask)
    h = x + attended
    f, norm2 = _layernorm_forward(h, gamma2, beta2)
    fed, ffn = _ffn_forward(f, W1, b1, W2, b2)
    out = h + fed
    return out, (norm1, mha, norm2, ffn)


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
    norm1, mha, norm2, ffn = cache
    df, dW1, db1, dW2, db2 = _ffn_backward(dout, ffn)
    through_norm2, dgamma2, dbeta2 = _layernorm_backward(df, norm2)
    dh = dout + through_norm2
    da, dWq, dWk, dWv, dWo = _mha_backward(dh, mha)
    through_norm1, dgamma1, dbeta1 = _layernorm_backward(da, norm1)
    dx = dh + through_norm1
    return dx, dgamma1, dbeta1, dWq, dWk, dWv, dWo, dgamma2, dbeta2, dW1, db1, dW2, db2
