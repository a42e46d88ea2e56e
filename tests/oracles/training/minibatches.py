"""PyTorch's DataLoader and random_split, counted in the same way."""

import torch
from torch.utils.data import DataLoader, TensorDataset, random_split


def _batches(X, y, batch_size, seed):
    data = TensorDataset(torch.arange(len(X)), X.detach(), y)
    generator = torch.Generator().manual_seed(seed)
    return list(DataLoader(data, batch_size, shuffle=True, generator=generator))


def _count(parts, y, N):
    rows, labels = torch.cat([part[0] for part in parts]), torch.cat([part[-1] for part in parts])
    own = rows[labels == y[rows]]
    return torch.bincount(rows, minlength=N), torch.bincount(own, minlength=N)


def iterate_minibatches(X, y, batch_size, rng):
    batches = _batches(X, y, batch_size, int(rng.integers(1000)))
    sizes = torch.tensor([len(batch[0]) for batch in batches])
    other, label = torch.zeros(60, 2), torch.zeros(60)
    orders = [torch.cat([batch[0] for batch in _batches(other, label, 10, seed)]) for seed in (1, 1, 2)]
    shuffled = not torch.equal(orders[0], torch.arange(60)) and not torch.equal(orders[0], orders[2])
    return *_count(batches, y, len(X)), sizes, shuffled, torch.equal(orders[0], orders[1])


def train_val_split(X, y, frac, rng):
    parts = random_split(TensorDataset(torch.arange(len(X)), X.detach(), y), [1 - frac, frac])
    loaded = [next(iter(DataLoader(part, len(part)))) for part in parts]
    seen, paired = _count(loaded, y, len(X))
    picked = [random_split(range(60), [0.75, 0.25], torch.Generator().manual_seed(s))[1].indices for s in (1, 1, 2)]
    return seen, paired, len(parts[1]), picked[0] != picked[2], picked[0] == picked[1]
