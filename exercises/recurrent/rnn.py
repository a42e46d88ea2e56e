r"""Recurrent layer: one set of weights, used again at every time step."""

import numpy as np
from jaxtyping import Float


def rnn_step_forward(
    x: Float[np.ndarray, "N D"],
    prev_h: Float[np.ndarray, "N H"],
    Wx: Float[np.ndarray, "D H"],
    Wh: Float[np.ndarray, "H H"],
    b: Float[np.ndarray, "H"],
) -> tuple[Float[np.ndarray, "N H"], object]:
    r"""Take one time step: $h_t = \tanh(x_t W_x + h_{t-1} W_h + b)$.

    Returns next_h, and whatever the backward pass needs as cache.
    """
    raise NotImplementedError("write rnn_step_forward here")


def rnn_step_backward(
    dnext_h: Float[np.ndarray, "N H"], cache: object
) -> tuple[
    Float[np.ndarray, "N D"],
    Float[np.ndarray, "N H"],
    Float[np.ndarray, "D H"],
    Float[np.ndarray, "H H"],
    Float[np.ndarray, "H"],
]:
    r"""Gradients of one step, all of them through $da = dh_t \odot (1 - h_t^2)$.

    Returns dx, dprev_h, dWx, dWh and db.
    """
    raise NotImplementedError("write rnn_step_backward here")


def rnn_forward(
    x: Float[np.ndarray, "N T D"],
    h0: Float[np.ndarray, "N H"],
    Wx: Float[np.ndarray, "D H"],
    Wh: Float[np.ndarray, "H H"],
    b: Float[np.ndarray, "H"],
) -> tuple[Float[np.ndarray, "N T H"], object]:
    r"""Run the layer over whole sequences, from $h_0$ on: step $t$ continues from $h_{t-1}$.

    Returns h, which holds the state after every step, and the cache.
    """
    raise NotImplementedError("write rnn_forward here")


def rnn_backward(
    dh: Float[np.ndarray, "N T H"], cache: object
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "N H"],
    Float[np.ndarray, "D H"],
    Float[np.ndarray, "H H"],
    Float[np.ndarray, "H"],
]:
    r"""Backpropagation through time, from the last step to the first.

    dh holds what the loss sends to each $h_t$ directly; what step $t+1$ sends back is added:
    $\delta_t = dh_t + da_{t+1} W_h^T$. Returns dx, dh0, dWx, dWh and db.
    """
    raise NotImplementedError("write rnn_backward here")
