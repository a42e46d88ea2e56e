"""The bidirectional layer in ONNX, which has an h0 per direction where we have one for both."""

import numpy as np

from tests.evaluator import run


def bidirectional_forward(x, h0, Wx, Wh, b, Wx_back, Wh_back, b_back):
    zeros = np.zeros(len(b))
    biases = np.stack([np.concatenate([b, zeros]), np.concatenate([b_back, zeros])])
    weights = np.stack([Wx.T, Wx_back.T]), np.stack([Wh.T, Wh_back.T]), biases
    options = {"direction": "bidirectional", "hidden_size": len(b)}
    h = run("RNN", x.transpose(1, 0, 2), *weights, None, np.stack([h0, h0]), **options)
    return np.concatenate([h[:, 0], h[:, 1]], axis=-1).transpose(1, 0, 2)
