r"""L2 regularisation: large weights cost something, so none grows without need."""

from typing import TypedDict

import numpy as np
from jaxtyping import Float


class Parameters(TypedDict):
    """The weights and biases of a network with one hidden layer."""

    W1: Float[np.ndarray, "D H"]
    b1: Float[np.ndarray, "H"]
    W2: Float[np.ndarray, "H C"]
    b2: Float[np.ndarray, "C"]


class Gradients(TypedDict):
    """What the penalty depends on."""

    W1: Float[np.ndarray, "D H"]
    W2: Float[np.ndarray, "H C"]


def l2_reg(params: Parameters, reg: float) -> tuple[float, Gradients]:
    r"""Half the sum of all squared weights, times reg, and its gradients.

    $\mathrm{loss} = \frac12\, \mathrm{reg} \sum_W \sum_{ij} W_{ij}^2$ and $dW = \mathrm{reg}\, W$, where
    W goes through the entries of params whose names begin with W. The biases are not penalised.
    Returns loss and grads, which has an array for each weight matrix and none for the biases.
    """
    raise NotImplementedError("write l2_reg here")
