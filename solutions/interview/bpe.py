r"""Byte-pair encoding: the two neighbours that occur most often become one new symbol."""


def count_pairs(ids: list[int]) -> dict[tuple[int, int], int]:
    """Count how often each pair of neighbours occurs.

    Every position counts, so (7, 7) occurs twice in [7, 7, 7]. Returns counts.
    """
    counts = {}
    for i in range(len(ids) - 1):
        pair = ids[i], ids[i + 1]
        counts[pair] = counts.get(pair, 0) + 1
    return counts


def merge(ids: list[int], pair: tuple[int, int], new_id: int) -> list[int]:
    """Replace each occurrence of pair by new_id, from left to right, none overlapping another.

    Returns merged, a new list; ids stays as it is.
    """
    merged, i = [], 0
    while i < len(ids):
        if tuple(ids[i : i + 2]) == tuple(pair):
            merged.append(new_id)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


def train_bpe(ids: list[int], n_merges: int) -> tuple[list[int], list[tuple[int, int]]]:
    """Merge the most frequent pair, n_merges times: the new symbols are 256, 257, 258, ...

    Of several pairs that are equally frequent, the one that comes first in the sequence is taken.
    It stops early when there is no pair left. Returns ids, the sequence after all merges, and
    merges, the pairs in the order in which they were merged.
    """
    merges = []
    while len(merges) < n_merges and len(ids) > 1:
        counts = count_pairs(ids)
        best = max(counts, key=counts.get)
        ids = merge(ids, best, 256 + len(merges))
        merges.append(best)
    return ids, merges
