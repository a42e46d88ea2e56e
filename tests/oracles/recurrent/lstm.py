"""The LSTM in PyTorch, which has the gates as i, f, g, o, and two biases where we have one."""

import torch


def _params(Wx, Wh, b):
    wx, wh, bias = (_gates(array) for array in (Wx, Wh, b))
    return [wx.T, wh.T, bias, torch.zeros_like(bias)]


def _gates(array):
    i, f, o, g = array.chunk(4, dim=-1)
    return torch.cat([i, f, g, o], dim=-1)


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    return torch.lstm_cell(x, (prev_h, prev_c), *_params(Wx, Wh, b))


def lstm_forward(x, h0, Wx, Wh, b):
    h, _, _ = torch.lstm(
        x,
        (h0[None], torch.zeros_like(h0)[None]),
        _params(Wx, Wh, b),
        has_biases=True,
        num_layers=1,
        dropout=0.0,
        train=False,
        bidirectional=False,
        batch_first=True,
    )
    return h
