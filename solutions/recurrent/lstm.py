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
    a = x @ Wx + prev_h @ Wh + b
    ai, af, ao, ag = np.split(a, 4, axis=1)
    i, f, o = _sigmoid(ai), _sigmoid(af), _sigmoid(ao)
    g = np.tanh(ag)
    next_c = f * prev_c + i * g
    tanh_c = np.tanh(next_c)
    next_h = o * tanh_c
    cache = x, prev_h, prev_c, Wx, Wh, i, f, o, g, tanh_c
    return next_h, next_c, cache


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
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, tanh_c = cache
    do = dnext_h * tanh_c
    dc = dnext_c + dnext_h * o * (1 - tanh_c**2)
    di, dg = dc * g, dc * i
    df, dprev_c = dc * prev_c, dc * f
    dai = di * i * (1 - i)
    daf = df * f * (1 - f)
    dao = do * o * (1 - o)
    dag = dg * (1 - g**2)
    da = np.concatenate([dai, daf, dao, dag], axis=1)
    dx = da @ Wx.T
    dprev_h = da @ Wh.T
    dWx = x.T @ da
    dWh = prev_h.T @ da
    db = da.sum(axis=0)
    return dx, dprev_h, dprev_c, dWx, dWh, db


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
    N, T, _ = x.shape
    h = np.zeros((N, T, h0.shape[1]))
    next_h, next_c, steps = h0, np.zeros(h0.shape), []
    for t in range(T):
        next_h, next_c, step = lstm_step_forward(x[:, t], next_h, next_c, Wx, Wh, b)
        h[:, t] = next_h
        steps.append(step)
    cache = x, Wx, Wh, steps
    return h, cache


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
    x, Wx, Wh, steps = cache
    dx, dWx, dWh = np.zeros(x.shape), np.zeros(Wx.shape), np.zeros(Wh.shape)
    db = np.zeros(Wh.shape[1])
    dprev_h = dprev_c = np.zeros(dh[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        delta = dh[:, t] + dprev_h
        grads = lstm_step_backward(delta, dprev_c, steps[t])
        dx[:, t], dprev_h, dprev_c, dWx_t, dWh_t, db_t = grads
        dWx += dWx_t
        dWh += dWh_t
        db += db_t
    dh0 = dprev_h
    return dx, dh0, dWx, dWh, db
