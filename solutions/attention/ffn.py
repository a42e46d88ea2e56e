r"""Feed-forward layer of a transformer: the same two dense layers at every position."""

import numpy as np
from jaxtyping import Float


def ffn_forward(
    x: Float[np.ndarray, "N T D"],
    W1: Float[np.ndarray, "D F"],
    b1: Float[np.ndarray, "F"],
    W2: Float[np.ndarray, "F D"],
    b2: Float[np.ndarray, "D"],
) -> tuple[Float[np.ndarray, "N T D"], object]:
    r"""Widen each position to F numbers, apply ReLU, and come back to D.

    $h = x W_1 + b_1$, $a = \max(h, 0)$, $\mathrm{out} = a W_2 + b_2$.
    Returns out, and whatever the backward pass needs as cache.
    """
    h = x @ W1 + b1
    a = np.maximum(h, 0)
    out = a @ W2 + b2
    return out, (x, W1, a, W2)


def ffn_backward(
    dout: Float[np.ndarray, "N T D"], cache: object
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "D F"],
    Float[np.ndarray, "F"],
    Float[np.ndarray, "F D"],
    Float[np.ndarray, "D"],
]:
    r"""Gradients of the layer, from out back to x.

    $da = dout\, W_2^T$, $dh = da \odot (h > 0)$, $dx = dh\, W_1^T$; the gradients of the weights
    and biases are summed over all examples and all positions.
    Returns dx, dW1, db1, dW2 and db2.
    """
    x, W1, a, W2 = cache
    da = dout @ W2.T
    dh = da * (a > 0)
    dx = dh @ W1.T
    N, T, D = x.shape
    dW1 = x.reshape(N * T, D).T @ dh.reshape(N * T, -1)
    db1 = dh.sum(axis=(0, 1))
    dW2 = a.reshape(N * T, -1).T @ dout.reshape(N * T, D)
    db2 = dout.sum(axis=(0, 1))
    return dx, dW1, db1, dW2, db2
