"""Deep RNN, LSTM and GRU in PyTorch: num_layers = L, no dropout."""

import torch

OPTIONS = {"has_biases": True, "dropout": 0.0, "train": False, "bidirectional": False, "batch_first": True}


def _gates(array):
    """From our order i, f, o, g to PyTorch's."""
    i, f, o, g = array.chunk(4, dim=-1)
    return torch.cat([i, f, g, o], dim=-1)


def stacked_rnn_forward(x, h0s, Wx, Wx_above, Wh, b):
    layers = zip([Wx, *Wx_above], Wh, b, strict=True)
    flat = [part for wx, wh, bias in layers for part in (wx.T, wh.T, bias, torch.zeros_like(bias))]
    return torch.rnn_tanh(x, h0s, flat, num_layers=len(h0s), **OPTIONS)[0]


def stacked_lstm_forward(x, h0s, Wx, Wx_above, Wh, b):
    layers = zip([Wx, *Wx_above], Wh, b, strict=True)
    flat = [
        part for wx, wh, bias in layers for part in (_gates(wx).T, _gates(wh).T, _gates(bias), torch.zeros_like(bias))
    ]
    return torch.lstm(x, (h0s, torch.zeros_like(h0s)), flat, num_layers=len(h0s), **OPTIONS)[0]


def stacked_gru_forward(x, h0s, Wx, Wx_above, Wh, bx, bh):
    layers = zip([Wx, *Wx_above], Wh, bx, bh, strict=True)
    flat = [part for wx, wh, bias_x, bias_h in layers for part in (wx.T, wh.T, bias_x, bias_h)]
    return torch.gru(x, h0s, flat, num_layers=len(h0s), **OPTIONS)[0]
