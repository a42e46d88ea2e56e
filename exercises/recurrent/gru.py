r"""GRU: a recurrent layer that mixes its old state with a new one, by two learned gates."""

import numpy as np
from jaxtyping import Float


def _sigmoid(a: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    r"""$\sigma(a) = 1 / (1 + e^{-a})$, written so that no exponential can overflow."""
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1, e) / (1 + e)


def gru_step_forward(
    x: Float[np.ndarray, "N D"],
    prev_h: Float[np.ndarray, "N H"],
    Wx: Float[np.ndarray, "D 3*H"],
    Wh: Float[np.ndarray, "H 3*H"],
    bx: Float[np.ndarray, "3*H"],
    bh: Float[np.ndarray, "3*H"],
) -> tuple[Float[np.ndarray, "N H"], object]:
    r"""Take one time step, with three blocks of H columns in the order r z n.

    $ax = x_t W_x + b_x$ and $ah = h_{t-1} W_h + b_h$; $r = \sigma(ax_r + ah_r)$,
    $z = \sigma(ax_z + ah_z)$, $n = \tanh(ax_n + r \odot ah_n)$; then
    $h_t = (1 - z) \odot n + z \odot h_{t-1}$.
    Returns next_h, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write gru_step_forward here")


def gru_step_backward(
    dnext_h: Float[np.ndarray, "N H"], cache: object
) -> tuple[
    Float[np.ndarray, "N D"],
    Float[np.ndarray, "N H"],
    Float[np.ndarray, "D 3*H"],
    Float[np.ndarray, "H 3*H"],
    Float[np.ndarray, "3*H"],
    Float[np.ndarray, "3*H"],
]:
    r"""Gradients of one step: the mixture first, then the candidate, then the gates.

    ax and ah are added in the blocks of r and z, so they share a gradient there; in the block of n,
    only ah is multiplied by r. Returns dx, dprev_h, dWx, dWh, dbx and dbh.
    """
    raise NotImplementedError("write gru_step_backward here")


def gru_forward(
    x: Float[np.ndarray, "N T D"],
    h0: Float[np.ndarray, "N H"],
    Wx: Float[np.ndarray, "D 3*H"],
    Wh: Float[np.ndarray, "H 3*H"],
    bx: Float[np.ndarray, "3*H"],
    bh: Float[np.ndarray, "3*H"],
) -> tuple[Float[np.ndarray, "N T H"], object]:
    r"""Run the layer over whole sequences, from $h_0$ on: step $t$ continues from $h_{t-1}$.

    Returns h, which holds the state after every step, and the cache.
    """
    raise NotImplementedError("write gru_forward here")


def gru_backward(
    dh: Float[np.ndarray, "N T H"], cache: object
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "N H"],
    Float[np.ndarray, "D 3*H"],
    Float[np.ndarray, "H 3*H"],
    Float[np.ndarray, "3*H"],
    Float[np.ndarray, "3*H"],
]:
    r"""Backpropagation through time, from the last step to the first.

    Step $t$ receives $dh_t$ from the loss and dprev_h from step $t+1$.
    Returns dx, dh0, dWx, dWh, dbx and dbh.
    """
    raise NotImplementedError("write gru_backward here")
