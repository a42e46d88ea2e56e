r"""Sequence classifier: read a whole sequence, then answer once (many-to-one)."""

import numpy as np
from jaxtyping import Float, Int


def _rnn_forward(
    x: Float[np.ndarray, "N T D"],
    h0: Float[np.ndarray, "N H"],
    Wx: Float[np.ndarray, "D H"],
    Wh: Float[np.ndarray, "H H"],
    b: Float[np.ndarray, "H"],
) -> tuple[Float[np.ndarray, "N T H"], object]:
    r"""The recurrent layer, $h_t = \tanh(x_t W_x + h_{t-1} W_h + b)$; returns h and its cache."""
    h = np.zeros((x.shape[0], x.shape[1], h0.shape[1]))
    prev_h = h0
    for t in range(x.shape[1]):
        prev_h = np.tanh(x[:, t] @ Wx + prev_h @ Wh + b)
        h[:, t] = prev_h
    return h, (x, h0, h, Wx, Wh)


def _rnn_backward(
    dh: Float[np.ndarray, "N T H"], cache: object
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "N H"],
    Float[np.ndarray, "D H"],
    Float[np.ndarray, "H H"],
    Float[np.ndarray, "H"],
]:
    r"""Backpropagation through time; returns dx, dh0, dWx, dWh and db."""
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


def _softmax_loss(
    scores: Float[np.ndarray, "N C"],
    y: Int[np.ndarray, "N"],
) -> tuple[float, Float[np.ndarray, "N C"]]:
    r"""Mean cross-entropy of scores and right classes; returns the loss and dscores."""
    N = scores.shape[0]
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return -logp[np.arange(N), y].mean(), dscores / N


def seq_classifier_loss(
    x: Float[np.ndarray, "N T D"],
    lengths: Int[np.ndarray, "N"],
    y: Int[np.ndarray, "N"],
    Wx: Float[np.ndarray, "D H"],
    Wh: Float[np.ndarray, "H H"],
    b: Float[np.ndarray, "H"],
    Wout: Float[np.ndarray, "H C"],
    bout: Float[np.ndarray, "C"],
) -> tuple[
    float,
    Float[np.ndarray, "D H"],
    Float[np.ndarray, "H H"],
    Float[np.ndarray, "H"],
    Float[np.ndarray, "H C"],
    Float[np.ndarray, "C"],
]:
    r"""Loss and gradients of a recurrent layer whose last state is classified.

    From $h_0 = 0$, $h_t = \tanh(x_t W_x + h_{t-1} W_h + b)$. Sequence n has lengths[n] steps, the
    rest of its row is padding, so its last state is the one after step lengths[n]; with it,
    $\mathrm{scores} = h_{last} W_{out} + b_{out}$, and loss is the mean cross-entropy with y.
    Returns loss, dWx, dWh, db, dWout and dbout.
    """
    N = x.shape[0]
    last = np.arange(N), lengths - 1
    h, cache = _rnn_forward(x, np.zeros((N, Wh.shape[0])), Wx, Wh, b)
    h_last = h[last]
    scores = h_last @ Wout + bout
    loss, dscores = _softmax_loss(scores, y)
    dWout = h_last.T @ dscores
    dbout = dscores.sum(axis=0)
    dh = np.zeros(h.shape)
    dh[last] = dscores @ Wout.T
    _, _, dWx, dWh, db = _rnn_backward(dh, cache)
    return loss, dWx, dWh, db, dWout, dbout
