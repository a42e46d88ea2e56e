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
    a = x @ Wx + prev_h @ Wh + b
    next_h = np.tanh(a)
    cache = x, prev_h, Wx, Wh, next_h
    return next_h, cache


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
    x, prev_h, Wx, Wh, next_h = cache
    da = dnext_h * (1 - next_h**2)
    dx = da @ Wx.T
    dprev_h = da @ Wh.T
    dWx = x.T @ da
    dWh = prev_h.T @ da
    db = da.sum(axis=0)
    return dx, dprev_h, dWx, dWh, db


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
    N, T, _ = x.shape
    h = np.zeros((N, T, Wh.shape[0]))
    prev_h, steps = h0, []
    for t in range(T):
        next_h, step = rnn_step_forward(x[:, t], prev_h, Wx, Wh, b)
        h[:, t] = next_h
        prev_h = next_h
        steps.append(step)
    cache = x, Wx, Wh, steps
    return h, cache


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
    x, Wx, Wh, steps = cache
    dx, dWx, dWh = np.zeros(x.shape), np.zeros(Wx.shape), np.zeros(Wh.shape)
    db, dprev_h = np.zeros(Wh.shape[0]), np.zeros(dh[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        delta = dh[:, t] + dprev_h
        dx[:, t], dprev_h, dWx_t, dWh_t, db_t = rnn_step_backward(delta, steps[t])
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    dh0 = dprev_h
    return dx, dh0, dWx, dWh, db
