"""The LSTM in ONNX, which has the gates as i, o, f, g, time first, and two biases where we have one."""

import numpy as np

from tests.evaluator import run


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    _, h, c = _lstm(x[None], prev_h, prev_c, Wx, Wh, b)
    return h[0], c[0]


def lstm_forward(x, h0, Wx, Wh, b):
    h, _, _ = _lstm(x.transpose(1, 0, 2), h0, np.zeros(h0.shape), Wx, Wh, b)
    return h[:, 0].transpose(1, 0, 2)


def _lstm(x, h0, c0, Wx, Wh, b):
    Wx, Wh, b = (_gates(array) for array in (Wx, Wh, b))
    weights = Wx.T[None], Wh.T[None], np.concatenate([b, np.zeros(len(b))])[None]
    return run("LSTM", x, *weights, None, h0[None], c0[None], outputs=3, hidden_size=len(b) // 4)


def _gates(array):
    i, f, o, g = np.split(array, 4, axis=-1)
    return np.concatenate([i, o, f, g], axis=-1)
