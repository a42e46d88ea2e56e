r"""A two-layer network: dense, ReLU, dense, and a softmax loss with L2 regularisation.

There are 3 bugs in this file. Find and mend them.
"""

from typing import TypedDict

import numpy as np
from jaxtyping import Float, Int


class Params(TypedDict):
    """The network's parameters; their gradients come under the same keys."""

    W1: Float[np.ndarray, "D H"]
    b1: Float[np.ndarray, "H"]
    W2: Float[np.ndarray, "H C"]
    b2: Float[np.ndarray, "C"]


def two_layer_net_loss(
    params: Params, X: Float[np.ndarray, "N D"], y: Int[np.ndarray, "N"], reg: float
) -> tuple[float, Params]:
    r"""Loss of the network on a batch, and its gradients.

    The loss is the mean cross-entropy of the scores with the right classes y, plus
    $\frac{\mathrm{reg}}{2} (\sum W_1^2 + \sum W_2^2)$.
    Returns loss and grads, a dictionary with the keys of params.
    """
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    N = X.shape[0]
    a = X @ W1 + b1
    hidden = np.maximum(a, 0)
    scores = hidden @ W2 + b2
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    loss += 0.5 * reg * (np.sum(W1**2) + np.sum(W2**2))

    dscores = np.exp(logp)
    dscores /= N
    dscores[np.arange(N), y] -= 1
    dW2 = hidden.T @ dscores + 2 * reg * W2
    db2 = dscores.sum(axis=0)
    dhidden = dscores @ W2.T
    da = dhidden * (dhidden > 0)
    dW1 = X.T @ da + 2 * reg * W1
    db1 = da.sum(axis=0)
    grads = {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
    return loss, grads
