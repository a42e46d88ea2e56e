r"""A two-layer net by hand: dense, ReLU, dense, softmax loss, and the whole way back."""

from typing import TypedDict

import numpy as np
from jaxtyping import Float, Int


class Parameters(TypedDict):
    """The weights and biases of the two dense layers."""

    W1: Float[np.ndarray, "D H"]
    b1: Float[np.ndarray, "H"]
    W2: Float[np.ndarray, "H C"]
    b2: Float[np.ndarray, "C"]


def two_layer_net_loss(
    params: Parameters,
    X: Float[np.ndarray, "N D"],
    y: Int[np.ndarray, "N"],
    reg: float,
) -> tuple[float, Parameters]:
    r"""Loss of the net on a batch, and its gradients.

    $\mathrm{pre} = X W_1 + b_1$, $\mathrm{hidden} = \max(\mathrm{pre}, 0)$,
    $\mathrm{scores} = \mathrm{hidden}\, W_2 + b_2$, and
    $\mathrm{loss} = -\frac{1}{N} \sum_n \log \mathrm{softmax}(\mathrm{scores}_n)_{y_n}
    + \frac12\, \mathrm{reg} \left(\sum W_1^2 + \sum W_2^2\right)$.
    Returns loss, and grads with the keys and shapes of params.
    """
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    N = X.shape[0]

    pre = X @ W1 + b1
    hidden = np.maximum(pre, 0)
    scores = hidden @ W2 + b2
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))

    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    dscores /= N
    dW2 = hidden.T @ dscores + reg * W2
    db2 = dscores.sum(axis=0)
    dhidden = dscores @ W2.T
    dpre = dhidden * (pre > 0)
    dW1 = X.T @ dpre + reg * W1
    db1 = dpre.sum(axis=0)
    grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
    return loss, grads


def two_layer_net_predict(
    params: Parameters,
    X: Float[np.ndarray, "N D"],
) -> Int[np.ndarray, "N"]:
    r"""Return for each row of X the class with the highest score."""
    hidden = np.maximum(X @ params["W1"] + params["b1"], 0)
    scores = hidden @ params["W2"] + params["b2"]
    yhat = np.argmax(scores, axis=1)
    return yhat
