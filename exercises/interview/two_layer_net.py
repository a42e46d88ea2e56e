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
    raise NotImplementedError("write two_layer_net_loss here")


def two_layer_net_predict(
    params: Parameters,
    X: Float[np.ndarray, "N D"],
) -> Int[np.ndarray, "N"]:
    r"""Return for each row of X the class with the highest score."""
    raise NotImplementedError("write two_layer_net_predict here")
