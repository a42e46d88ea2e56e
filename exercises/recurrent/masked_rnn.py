r"""Recurrent layer for sequences of different lengths: steps of padding leave no trace."""

import numpy as np
from jaxtyping import Bool, Float


def masked_rnn_forward(
    x: Float[np.ndarray, "N T D"],
    h0: Float[np.ndarray, "N H"],
    Wx: Float[np.ndarray, "D H"],
    Wh: Float[np.ndarray, "H H"],
    b: Float[np.ndarray, "H"],
    mask: Bool[np.ndarray, "N T"],
) -> tuple[Float[np.ndarray, "N T H"], Float[np.ndarray, "N H"], object]:
    r"""Run the recurrent layer where mask is True; elsewhere keep the state and put out zeros.

    $\mathrm{new}_t = \tanh(x_t W_x + h_{t-1} W_h + b)$; where $\mathrm{mask}_t$ is True,
    $h_t = \mathrm{out}_t = \mathrm{new}_t$, elsewhere $h_t = h_{t-1}$ and $\mathrm{out}_t = 0$.
    Returns out, h_last (the state after the last step), and the cache.
    """
    raise NotImplementedError("write masked_rnn_forward here")


def masked_rnn_backward(
    dout: Float[np.ndarray, "N T H"], dh_last: Float[np.ndarray, "N H"], cache: object
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "N H"],
    Float[np.ndarray, "D H"],
    Float[np.ndarray, "H H"],
    Float[np.ndarray, "H"],
]:
    r"""Gradients of the layer: a step of padding hands the gradient on untouched.

    $d\mathrm{new}_t = dout_t + dh_t$ where $\mathrm{mask}_t$ is True, else 0;
    $da_t = d\mathrm{new}_t \odot (1 - \mathrm{new}_t^2)$;
    $dh_{t-1} = da_t W_h^T$ where $\mathrm{mask}_t$ is True, else $dh_t$.
    Returns dx, dh0, dWx, dWh and db.
    """
    raise NotImplementedError("write masked_rnn_backward here")
