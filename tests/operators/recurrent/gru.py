"""The GRU in ONNX, which has the gates as z, r, n, and time first."""

import numpy as np

from tests.evaluator import run


def gru_step_forward(x, prev_h, Wx, Wh, bx, bh):
    return gru_forward(x[:, None], prev_h, Wx, Wh, bx, bh)[:, 0]


def gru_forward(x, h0, Wx, Wh, bx, bh):
    Wx, Wh, bx, bh = (_gates(array) for array in (Wx, Wh, bx, bh))
    weights = Wx.T[None], Wh.T[None], np.concatenate([bx, bh])[None]
    # Without linear_before_reset, r is applied to the state, not to what the weights make of it.
    options = {"hidden_size": len(bx) // 3, "linear_before_reset": 1}
    h = run("GRU", x.transpose(1, 0, 2), *weights, None, h0[None], **options)
    return h[:, 0].transpose(1, 0, 2)


def _gates(array):
    r, z, n = np.split(array, 3, axis=-1)
    return np.concatenate([z, r, n], axis=-1)
