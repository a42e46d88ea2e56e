r"""Bidirectional layer: one recurrent layer reads forward, another backward, and both are heard."""

import numpy as np
from jaxtyping import Float


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


def bidirectional_forward(
    x: Float[np.ndarray, "N T D"],
    h0: Float[np.ndarray, "N H"],
    Wx: Float[np.ndarray, "D H"],
    Wh: Float[np.ndarray, "H H"],
    b: Float[np.ndarray, "H"],
    Wx_back: Float[np.ndarray, "D H"],
    Wh_back: Float[np.ndarray, "H H"],
    b_back: Float[np.ndarray, "H"],
) -> tuple[Float[np.ndarray, "N T 2*H"], object]:
    r"""Read x from both ends with two recurrent layers: $\mathrm{out}_t = [h_t \quad h^{back}_t]$.

    $h_t = \tanh(x_t W_x + h_{t-1} W_h + b)$ and
    $h^{back}_t = \tanh(x_t W_x^{back} + h^{back}_{t+1} W_h^{back} + b^{back})$. Both start from h0,
    the one before the first step, the other behind the last.
    Returns out, and whatever the backward pass needs as cache.
    """
    h, ahead = _rnn_forward(x, h0, Wx, Wh, b)
    h_flipped, back = _rnn_forward(x[:, ::-1], h0, Wx_back, Wh_back, b_back)
    h_back = h_flipped[:, ::-1]
    out = np.concatenate([h, h_back], axis=-1)
    return out, (ahead, back)


def bidirectional_backward(
    dout: Float[np.ndarray, "N T 2*H"], cache: object
) -> tuple[
    Float[np.ndarray, "N T D"],
    Float[np.ndarray, "N H"],
    Float[np.ndarray, "D H"],
    Float[np.ndarray, "H H"],
    Float[np.ndarray, "H"],
    Float[np.ndarray, "D H"],
    Float[np.ndarray, "H H"],
    Float[np.ndarray, "H"],
]:
    r"""Gradients of the layer: each half of dout goes back through its own direction.

    x and h0 are read by both directions, so their two gradients are added.
    Returns dx, dh0, dWx, dWh, db, dWx_back, dWh_back and db_back.
    """
    ahead, back = cache
    dh, dh_back = np.split(dout, 2, axis=-1)
    dx_ahead, dh0_ahead, dWx, dWh, db = _rnn_backward(dh, ahead)
    dh_flipped = dh_back[:, ::-1]
    dx_flipped, dh0_back, dWx_back, dWh_back, db_back = _rnn_backward(dh_flipped, back)
    dx = dx_ahead + dx_flipped[:, ::-1]
    dh0 = dh0_ahead + dh0_back
    return dx, dh0, dWx, dWh, db, dWx_back, dWh_back, db_back
