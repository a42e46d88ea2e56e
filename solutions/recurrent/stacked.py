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


def _rnn_forward(x, h0, Wx, Wh, b):
    """Run a recurrent layer over whole sequences."""
    h, prev_h = np.zeros((*x.shape[:2], h0.shape[1])), h0
    for t in range(x.shape[1]):
        prev_h = np.tanh(x[:, t] @ Wx + prev_h @ Wh + b)
        h[:, t] = prev_h
    return h, (x, h0, h, Wx, Wh)


def _rnn_backward(dh, cache):
    """Return dx, dh0, dWx, dWh and db."""
    x, h0, h, Wx, Wh = cache
    dx, dWx, dWh = np.zeros(x.shape), np.zeros(Wx.shape), np.zeros(Wh.shape)
    db, dprev_h = np.zeros(Wh.shape[1]), np.zeros(h0.shape)
    for t in reversed(range(x.shape[1])):
        da = (dh[:, t] + dprev_h) * (1 - h[:, t] ** 2)
        dx[:, t], dprev_h = da @ Wx.T, da @ Wh.T
        dWx += x[:, t].T @ da
        dWh += (h[:, t - 1] if t else h0).T @ da
        db += da.sum(axis=0)
    return dx, dprev_h, dWx, dWh, db


def _sigmoid(a):
    """Squash to 0 and 1, without overflow."""
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1, e) / (1 + e)


def _lstm_forward(x, h0, Wx, Wh, b):
    """Run an LSTM over whole sequences, from an empty cell."""
    h, steps = np.zeros((*x.shape[:2], h0.shape[1])), []
    prev_h, prev_c = h0, np.zeros(h0.shape)
    for t in range(x.shape[1]):
        ai, af, ao, ag = np.split(x[:, t] @ Wx + prev_h @ Wh + b, 4, axis=1)
        i, f, o, g = _sigmoid(ai), _sigmoid(af), _sigmoid(ao), np.tanh(ag)
        next_c = f * prev_c + i * g
        tanh_c = np.tanh(next_c)
        steps.append((prev_h, prev_c, i, f, o, g, tanh_c))
        prev_h, prev_c = o * tanh_c, next_c
        h[:, t] = prev_h
    return h, (x, Wx, Wh, steps)


def _lstm_backward(dh, cache):
    """Return dx, dh0, dWx, dWh and db."""
    x, Wx, Wh, steps = cache
    dx, dWx, dWh = np.zeros(x.shape), np.zeros(Wx.shape), np.zeros(Wh.shape)
    db = np.zeros(Wh.shape[1])
    dprev_h = dprev_c = np.zeros(dh[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        prev_h, prev_c, i, f, o, g, tanh_c = steps[t]
        delta = dh[:, t] + dprev_h
        dc = dprev_c + delta * o * (1 - tanh_c**2)
        dai, daf = dc * g * i * (1 - i), dc * prev_c * f * (1 - f)
        dao, dag = delta * tanh_c * o * (1 - o), dc * i * (1 - g**2)
        da = np.concatenate([dai, daf, dao, dag], axis=1)
        dx[:, t], dprev_h, dprev_c = da @ Wx.T, da @ Wh.T, dc * f
        dWx += x[:, t].T @ da
        dWh += prev_h.T @ da
        db += da.sum(axis=0)
    return dx, dprev_h, dWx, dWh, db


def _gru_forward(x, h0, Wx, Wh, bx, bh):
    """Run a GRU over whole sequences."""
    h, steps, prev_h = np.zeros((*x.shape[:2], h0.shape[1])), [], h0
    for t in range(x.shape[1]):
        axr, axz, axn = np.split(x[:, t] @ Wx + bx, 3, axis=1)
        ahr, ahz, ahn = np.split(prev_h @ Wh + bh, 3, axis=1)
        r, z = _sigmoid(axr + ahr), _sigmoid(axz + ahz)
        n = np.tanh(axn + r * ahn)
        steps.append((prev_h, r, z, n, ahn))
        prev_h = (1 - z) * n + z * prev_h
        h[:, t] = prev_h
    return h, (x, Wx, Wh, steps)


def _gru_backward(dh, cache):
    """Return dx, dh0, dWx, dWh, dbx and dbh."""
    x, Wx, Wh, steps = cache
    dx, dWx, dWh = np.zeros(x.shape), np.zeros(Wx.shape), np.zeros(Wh.shape)
    dbx, dbh = np.zeros(Wh.shape[1]), np.zeros(Wh.shape[1])
    dprev_h = np.zeros(dh[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        prev_h, r, z, n, ahn = steps[t]
        delta = dh[:, t] + dprev_h
        dan = delta * (1 - z) * (1 - n**2)
        dar, daz = dan * ahn * r * (1 - r), delta * (prev_h - n) * z * (1 - z)
        dax = np.concatenate([dar, daz, dan], axis=1)
        dah = np.concatenate([dar, daz, dan * r], axis=1)
        dx[:, t], dprev_h = dax @ Wx.T, delta * z + dah @ Wh.T
        dWx += x[:, t].T @ dax
        dWh += prev_h.T @ dah
        dbx += dax.sum(axis=0)
        dbh += dah.sum(axis=0)
    return dx, dprev_h, dWx, dWh, dbx, dbh


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
    forward = {"rnn": _rnn_forward, "lstm": _lstm_forward, "gru": _gru_forward}[cell]
    h, caches = x, []
    for h0, weights in zip(h0s, layers, strict=True):
        h, cache = forward(h, h0, **weights)
        caches.append(cache)
    out = h
    return out, (cell, caches)


def stacked_backward(
    dout: Float[np.ndarray, "N T H"], cache: object
) -> tuple[Float[np.ndarray, "N T D"], list[Float[np.ndarray, "N H"]], list[Layer]]:
    r"""Gradients of the whole stack, from the topmost layer down.

    The dx of one layer is the dh of the layer below it. grads[l] has the keys of layers[l].
    Returns dx, dh0s and grads; the two lists are in the order of the layers.
    """
    cell, caches = cache
    backward = {"rnn": _rnn_backward, "lstm": _lstm_backward, "gru": _gru_backward}[cell]
    names = ["Wx", "Wh", "bx", "bh"] if cell == "gru" else ["Wx", "Wh", "b"]
    dh, dh0s, grads = dout, [], []
    for layer_cache in reversed(caches):
        dh, dh0, *dweights = backward(dh, layer_cache)
        dh0s.insert(0, dh0)
        grads.insert(0, dict(zip(names, dweights, strict=True)))
    dx = dh
    return dx, dh0s, grads
