"""Sequences of different lengths in PyTorch: packed without padding, run, laid out again."""

import torch
from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence


def masked_rnn_forward(x, h0, Wx, Wh, b, mask):
    h_last = list(h0)
    out = [(0 * h).expand(x.shape[1], -1) for h in h_last]  # zeros that know of h0
    some = [n for n in range(len(x)) if mask[n].any()]  # an empty sequence cannot be packed
    if some:
        packed = pack_sequence([x[n][mask[n]] for n in some], enforce_sorted=False)
        order = packed.sorted_indices
        hidden, last = torch.rnn_tanh(
            packed.data,
            packed.batch_sizes,
            h0[some][order][None],
            [Wx.T, Wh.T, b, torch.zeros_like(b)],
            has_biases=True,
            num_layers=1,
            dropout=0.0,
            train=False,
            bidirectional=False,
        )
        states, lengths = pad_packed_sequence(packed._replace(data=hidden), batch_first=True)
        last = last[0][packed.unsorted_indices]
        for place, n in enumerate(some):
            where = mask[n].nonzero()[:, 0]
            out[n] = out[n].index_copy(0, where, states[place, : lengths[place]])
            h_last[n] = last[place]
    return torch.stack(out), torch.stack(h_last)
