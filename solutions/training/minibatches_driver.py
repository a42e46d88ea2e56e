"""Counts what comes out of iterate_minibatches and train_val_split, since the order is random."""

from itertools import islice

import numpy as np
from jaxtyping import Float, Int


def iterate_minibatches(
    X: Float[np.ndarray, "N D"] | Float[np.ndarray, "N H W"],
    y: Int[np.ndarray, "N"],
    batch_size: int,
    rng: np.random.Generator,
) -> tuple[Int[np.ndarray, "N"], Int[np.ndarray, "N"], Int[np.ndarray, "B"], bool, bool]:
    """Go through one epoch.

    seen: how often each row comes. paired: how often with its own label. sizes: rows in each batch.
    shuffled, repeatable: of 60 other rows in batches of 10, whether their order is random and another
    one in the next epoch, and whether a generator with the same seed gives the same order again.
    """
    batches = _epoch(X, y, batch_size, rng)
    seen, paired = _count([row for batch in batches for row in batch], len(X))
    sizes = np.array([len(batch) for batch in batches])
    rng = np.random.default_rng(1)
    first, second = _order(rng), _order(rng)
    blocks = all(np.ptp(batch) == 9 for batch in first.reshape(6, 10))
    shuffled = not blocks and not np.array_equal(first, second)
    repeatable = np.array_equal(first, _order(np.random.default_rng(1)))
    return seen, paired, sizes, shuffled, repeatable


def train_val_split(
    X: Float[np.ndarray, "4*K D"] | Float[np.ndarray, "4*K H W"],
    y: Int[np.ndarray, "4*K"],
    frac: float,
    rng: np.random.Generator,
) -> tuple[Int[np.ndarray, "4*K"], Int[np.ndarray, "4*K"], int, bool, bool]:
    """Split X and y.

    seen: how often each row comes, in both parts together. paired: how often with its own label.
    n_val: rows for validation. shuffled, repeatable: of 60 other rows, whether those for validation
    are random, and whether a generator with the same seed picks the same ones again.
    """
    train, val = _parts(X, y, frac, rng)
    seen, paired = _count(train + val, len(X))
    n_val = len(val)
    first, second = _picked(1), _picked(2)
    block = first == set(range(min(first, default=0), max(first, default=0) + 1))
    shuffled = not block and first != second
    repeatable = first == _picked(1)
    return seen, paired, n_val, shuffled, repeatable


def _epoch(X, y, batch_size, rng):
    """Each batch as a list of (row, whether the label is its own)."""
    batches, before = [], (X.copy(), y.copy())
    for batch in islice(submission.iterate_minibatches(X, y, batch_size, rng), 100):
        if not isinstance(batch, tuple | list) or len(batch) != 2:
            raise TypeError("each batch is a pair, X_batch and y_batch")
        batches.append(_rows(*before, *batch))
    return batches


def _parts(X, y, frac, rng):
    before = X.copy(), y.copy()
    parts = submission.train_val_split(X, y, frac, rng)
    if parts is not None and len(parts) != 4:
        raise TypeError("return four arrays: X_train, y_train, X_val, y_val")
    X_train, y_train, X_val, y_val = parts
    if len(X_train) != len(y_train) or np.ndim(y_train) != 1:
        raise TypeError("the second array has to be the labels of the first: X_train, y_train, X_val, y_val")
    return _rows(*before, X_train, y_train), _rows(*before, X_val, y_val)


def _rows(X, y, X_part, y_part):
    """Which rows of X these are (no two entries of X are equal), and whether each has its own label."""
    place = {row.flat[0]: i for i, row in enumerate(X)}
    if len(X_part) != len(y_part):
        raise TypeError(f"{len(X_part)} rows come with {len(y_part)} labels")
    found = []
    for row, label in zip(X_part, y_part, strict=True):
        i = place.get(np.asarray(row).flat[0])
        if i is None or not np.array_equal(row, X[i]):
            raise TypeError("a row comes out that is not in X as it is")
        found.append((i, bool(label == y[i])))
    return found


def _count(rows, N):
    seen = np.bincount([i for i, _ in rows], minlength=N)
    paired = np.bincount([i for i, own in rows if own], minlength=N)
    return seen, paired


def _order(rng):
    X = np.arange(120.0).reshape(60, 2)
    return np.array([i for batch in _epoch(X, np.arange(60), 10, rng) for i, _ in batch])


def _picked(seed):
    X = np.arange(120.0).reshape(60, 2)
    _, val = _parts(X, np.arange(60), 0.25, np.random.default_rng(seed))
    return {i for i, _ in val}
