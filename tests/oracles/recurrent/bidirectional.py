"""The bidirectional layer in PyTorch, which has an h0 per direction where we have one for both."""

import torch


def bidirectional_forward(x, h0, Wx, Wh, b, Wx_back, Wh_back, b_back):
    zeros = torch.zeros_like(b)
    out, _ = torch.rnn_tanh(
        x,
        torch.stack([h0, h0]),
        [Wx.T, Wh.T, b, zeros, Wx_back.T, Wh_back.T, b_back, zeros],
        has_biases=True,
        num_layers=1,
        dropout=0.0,
        train=False,
        bidirectional=True,
        batch_first=True,
    )
    return out
