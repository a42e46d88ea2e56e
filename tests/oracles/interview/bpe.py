"""Byte-pair encoding on PyTorch tensors: pairs by bincount, merges by masks; filled up with zeros."""

import torch
from torch.nn import functional as F


def count_pairs(ids):
    return torch.bincount(4 * ids[:-1] + ids[1:], minlength=16).reshape(4, 4)


def merge(ids, pair, new_id):
    merged = _merged(ids, pair, new_id)
    return F.pad(merged, (0, len(ids) - len(merged)))


def train_bpe(ids, n_merges):
    T, pairs = len(ids), []
    for new_id in range(256, 256 + n_merges):
        here = torch.stack([ids[:-1], ids[1:]], dim=1)
        if not len(here):
            break
        _, number, counts = torch.unique(here, dim=0, return_inverse=True, return_counts=True)
        pairs.append(here[counts[number].argmax()])
        ids = _merged(ids, pairs[-1], new_id)
    merges = torch.stack([*pairs, *[torch.zeros(2, dtype=ids.dtype)] * (T - len(pairs))])
    return F.pad(ids, (0, T - len(ids))), merges


def _merged(ids, pair, new_id):
    starts = (torch.stack([ids[:-1], ids[1:]], dim=1) == pair).all(dim=1).tolist()
    for i in range(1, len(starts)):
        starts[i] = starts[i] and not starts[i - 1]
    first = torch.tensor([*starts, False])
    return torch.where(first, new_id, ids)[~first.roll(1)]
