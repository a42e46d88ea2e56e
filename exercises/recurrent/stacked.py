r"""Deep recurrent networks: layers of RNN, LSTM or GRU, each of which reads the states of the one below.

Their parts are layers that you have written: bring your RNN, LSTM and GRU into this file (the functions
for whole sequences, and the steps that they call), since each file is checked by itself.
"""

from typing import Literal, NotRequired, TypedDict

import numpy as np
from jaxtyping import Float


class Layer(TypedDict):
    """The weights of one layer: Wx, Wh and b of an RNN or LSTM; Wx, Wh, bx and bh of a GRU."""

    Wx: Float[np.ndarray, "D gates*H"]
    Wh: Float[np.ndarray, "H gates*H"]
    b: NotRequired[Float[np.ndarray, "gates*H"]]
    bx: NotRequired[Float[np.ndarray, "gates*H"]]
    bh: NotRequired[Float[np.ndarray, "gates*H"]]


def stacked_forward(
    x: Float[np.ndarray, "N T D"],
    h0s: list[Float[np.ndarray, "N H"]],
    layers: list[Layer],
    cell: Literal["rnn", "lstm", "gru"],
) -> tuple[Float[np.ndarray, "N T H"], object]:
    r"""Run x through the layers, the first of the list at the bottom.

    $h^1 = \mathrm{layer}_1(x)$ and $h^l = \mathrm{layer}_l(h^{l-1})$, each over the whole sequence and
    from its own h0. There are as many h0s as layers; cell says what kind of layer they all are.
    Returns out, which holds the states of the topmost layer after every step, and the cache.
    """
    raise NotImplementedError("write stacked_forward here")


def stacked_backward(
    dout: Float[np.ndarray, "N T H"], cache: object
) -> tuple[Float[np.ndarray, "N T D"], list[Float[np.ndarray, "N H"]], list[Layer]]:
    r"""Gradients of the whole stack, from the topmost layer down.

    The dx of one layer is the dh of the layer below it. grads[l] has the keys of layers[l].
    Returns dx, dh0s and grads; the two lists are in the order of the layers.
    """
    raise NotImplementedError("write stacked_backward here")
