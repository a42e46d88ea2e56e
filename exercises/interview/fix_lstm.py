r"""LSTM over whole sequences in one loop, with the gates in the order i, f, o, g.

There are 3 bugs in this file. Find and mend them.
"""

import numpy as np
from jaxtyping import Float


def _sigmoid(z: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    r"""$\sigma(z) = 1 / (1 + e^{-z})$, written so that no exponential can overflow."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


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
    prev_h, prev_c, steps = h0, np.zeros(h0.shape), []
    for t in range(T):
        a = x[:, t] @ Wx + prev_h @ Wh + b
        ai, af, ao, ag = np.split(a, 4, axis=1)
        i, f, o, g = _sigmoid(ai), _sigmoid(af), _sigmoid(ao), np.tanh(ag)
        next_c = f * prev_c + i * g
        tanh_c = np.tanh(next_c)
        next_h = o * tanh_c
        steps.append((prev_c, i, f, o, g, tanh_c))
        h[:, t] = next_h
        prev_h, prev_c = next_h, next_c
    return h, (x, h0, h, Wx, Wh, steps)


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

    Returns dx, dh0, dWx, dWh and db.
    """
    x, h0, h, Wx, Wh, steps = cache
    _, T, H = h.shape
    dx, dWx, dWh, db = np.zeros(x.shape), np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(4 * H)
    dprev_h, dprev_c = np.zeros(h0.shape), np.zeros(h0.shape)
    for t in reversed(range(T)):
        prev_h = h[:, t - 1]
        prev_c, i, f, o, g, tanh_c = steps[t]
        dnext_h = dh[:, t] + dprev_h
        do = dnext_h * tanh_c
        dc = (dprev_c + dnext_h) * o * (1 - tanh_c**2)
        di, df, dg = dc * g, dc * prev_c, dc * i
        dai, daf, dao = di * i * (1 - i), df * f * (1 - f), do * o * (1 - o)
        dag = dg * g * (1 - g)
        da = np.concatenate([dai, daf, dao, dag], axis=1)
        dx[:, t] = da @ Wx.T
        dWx += x[:, t].T @ da
        dWh += prev_h.T @ da
        db += da.sum(axis=0)
        dprev_h = da @ Wh.T
        dprev_c = dc * f
    dh0 = dprev_h
    return dx, dh0, dWx, dWh, db
