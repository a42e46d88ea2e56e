r"""LSTM: a recurrent layer whose cell state is kept, cleared and read by learned gates."""

import numpy as np
from jaxtyping import Float


def _sigmoid(z: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    r"""$\sigma(z) = 1 / (1 + e^{-z})$, written so that no exponential can overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def lstm_step_forward(
    x: Float[np.ndarray, "N D"],
    prev_h: Float[np.ndarray, "N H"],
    prev_c: Float[np.ndarray, "N H"],
    Wx: Float[np.ndarray, "D 4*H"],
    Wh: Float[np.ndarray, "H 4*H"],
    b: Float[np.ndarray, "4*H"],
) -> tuple[Float[np.ndarray, "N H"], Float[np.ndarray, "N H"], object]:
    r"""Take one time step; $a = x_t W_x + h_{t-1} W_h + b$ holds four blocks of H columns, i f o g.

    $i, f, o = \sigma(a_i), \sigma(a_f), \sigma(a_o)$ and $g = \tanh(a_g)$; then
    $c_t = f \odot c_{t-1} + i \odot g$ and $h_t = o \odot \tanh(c_t)$.
    Returns next_h, next_c, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write lstm_step_forward here")


def lstm_step_backward(
    dnext_h: Float[np.ndarray, "N H"], dnext_c: Float[np.ndarray, "N H"], cache: object
) -> tuple[
    Float[np.ndarray, "N D"],
    Float[np.ndarray, "N H"],
    Float[np.ndarray, "N H"],
    Float[np.ndarray, "D 4*H"],
    Float[np.ndarray, "H 4*H"],
    Float[np.ndarray, "4*H"],
]:
    r"""Gradients of one step; the cell comes first, and the four gates hang on it.

    $dc = dc_{next} + dh_{next} \odot o \odot (1 - \tanh^2 c_t)$.
    Returns dx, dprev_h, dprev_c, dWx, dWh and db.
    """
    raise NotImplementedError("write lstm_step_backward here")


def lstm_forward(
    x: Float[np.ndarray, "N T D"],
    h0: Float[np.ndarray, "N H"],
    Wx: Float[np.ndarray, "D 4*H"],
    Wh: Float[np.ndarray, "H 4*H"],
    b: Float[np.ndarray, "4*H"],
) -> tuple[Float[np.ndarray, "N T H"], object]:
    r"""Run the layer over whole sequences, from $h_0$ and an empty cell, $c_0 = 0$.

    Returns h, which holds the hidden state after every step, and the cache.
    """
    raise NotImplementedError("write lstm_forward here")


def lstm_backward(
    dh: Float[np.ndarray, "N T H"], cache: object
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "N H"],
    Float[np.ndarray, "D 4*H"],
    Float[np.ndarray, "H 4*H"],
    Float[np.ndarray, "4*H"],
]:
    r"""Backpropagation through time, from the last step to the first.

    Step $t$ receives $dh_t$ from the loss, and a dh and a dc from step $t+1$.
    Returns dx, dh0, dWx, dWh and db.
    """
    raise NotImplementedError("write lstm_backward here")
