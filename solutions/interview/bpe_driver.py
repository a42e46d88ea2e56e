"""Hands lists of whole numbers to the three functions, and their lists and dictionaries back as arrays."""

import numpy as np
from jaxtyping import Int


def count_pairs(ids: Int[np.ndarray, "T"]) -> Int[np.ndarray, "4 4"]:
    """Count the pairs in a list of T numbers from 1 to 3; counts[a, b] is what is said of (a, b)."""
    given = ids.tolist()
    found = submission.count_pairs(given)
    _untouched(ids, given)
    if found is not None and not hasattr(found, "items"):
        raise TypeError("return a dictionary from each pair, a tuple of two numbers, to its count")
    counts = np.zeros((4, 4), int)
    for pair, count in found.items():
        if not isinstance(pair, tuple) or len(pair) != 2 or not set(pair) <= {1, 2, 3}:
            raise TypeError(f"the keys are pairs: tuples of two numbers that stand in ids. There is {pair!r:.80}")
        counts[pair] = count
    return counts


def merge(ids: Int[np.ndarray, "T"], pair: Int[np.ndarray, "2"], new_id: int) -> Int[np.ndarray, "T"]:
    """Merge a pair in a list of T numbers; merged is filled up with zeros to the old length."""
    given = ids.tolist()
    merged = submission.merge(given, tuple(pair.tolist()), new_id)
    _untouched(ids, given)
    merged = _filled(merged, len(ids))
    return merged


def train_bpe(ids: Int[np.ndarray, "T"], n_merges: int) -> tuple[Int[np.ndarray, "T"], Int[np.ndarray, "T 2"]]:
    """Train on a list of T numbers; ids and merges are filled up with zeros."""
    given = ids.tolist()
    result = submission.train_bpe(given, n_merges)
    _untouched(ids, given)
    if result is not None and (not isinstance(result, tuple | list) or len(result) != 2):
        raise TypeError("return two values: ids, merges")
    after, pairs = result
    if not all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in pairs):
        raise TypeError("merges is a list of pairs, in the order in which they were merged")
    if len(pairs) >= len(ids):
        raise TypeError(
            f"{len(pairs)} merges are more than {len(ids)} numbers can have: each one makes the list shorter"
        )
    merges = np.zeros((len(ids), 2), int)
    for i, pair in enumerate(pairs):
        merges[i] = pair
    ids = _filled(after, len(ids))
    return ids, merges


def _filled(values, length):
    if isinstance(values, str) or not hasattr(values, "__len__"):
        kind = "NoneType" if values is None else f"something of type {type(values).__name__}"
        raise TypeError(f"return a list of whole numbers, not {kind}")
    if not all(isinstance(value, int | np.integer) for value in values):
        raise TypeError("the list holds something else than whole numbers")
    if len(values) > length:
        raise TypeError(f"the list has grown from {length} to {len(values)} numbers; merging makes it shorter")
    return np.array([*values, *[0] * (length - len(values))])


def _untouched(ids, given):
    """Let the grader see it if the student's list was changed."""
    if given != ids.tolist():
        ids -= 1
