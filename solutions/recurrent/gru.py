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
    ax = x @ Wx + bx
    ah = prev_h @ Wh + bh
    axr, axz, axn = np.split(ax, 3, axis=1)
    ahr, ahz, ahn = np.split(ah, 3, axis=1)
    r, z = _sigmoid(axr + ahr), _sigmoid(axz + ahz)
    n = np.tanh(axn + r * ahn)
    next_h = (1 - z) * n + z * prev_h
    cache = x, prev_h, Wx, Wh, r, z, n, ahn
    return next_h, cache


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
    x, prev_h, Wx, Wh, r, z, n, ahn = cache
    dz = dnext_h * (prev_h - n)
    dn = dnext_h * (1 - z)
    dan = dn * (1 - n**2)
    dr = dan * ahn
    daz = dz * z * (1 - z)
    dar = dr * r * (1 - r)
    dax = np.concatenate([dar, daz, dan], axis=1)
    dah = np.concatenate([dar, daz, dan * r], axis=1)
    dx = dax @ Wx.T
    dprev_h = dnext_h * z + dah @ Wh.T
    dWx = x.T @ dax
    dWh = prev_h.T @ dah
    dbx = dax.sum(axis=0)
    dbh = dah.sum(axis=0)
    return dx, dprev_h, dWx, dWh, dbx, dbh


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
    N, T, _ = x.shape
    h = np.zeros((N, T, h0.shape[1]))
    next_h, steps = h0, []
    for t in range(T):
        next_h, step = gru_step_forward(x[:, t], next_h, Wx, Wh, bx, bh)
        h[:, t] = next_h
        steps.append(step)
    cache = x, Wx, Wh, steps
    return h, cache


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
    x, Wx, Wh, steps = cache
    dx, dWx, dWh = np.zeros(x.shape), np.zeros(Wx.shape), np.zeros(Wh.shape)
    dbx, dbh = np.zeros(Wh.shape[1]), np.zeros(Wh.shape[1])
    dprev_h = np.zeros(dh[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        delta = dh[:, t] + dprev_h
        grads = gru_step_backward(delta, steps[t])
        dx[:, t], dprev_h, dWx_t, dWh_t, dbx_t, dbh_t = grads
        dWx += dWx_t
        dWh += dWh_t
        dbx += dbx_t
        dbh += dbh_t
    dh0 = dprev_h
    return dx, dh0, dWx, dWh, dbx, dbh
