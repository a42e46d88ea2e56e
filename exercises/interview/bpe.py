r"""Byte-pair encoding: the two neighbours that occur most often become one new symbol."""


def count_pairs(ids: list[int]) -> dict[tuple[int, int], int]:
    """Count how often each pair of neighbours occurs.

    Every position counts, so (7, 7) occurs twice in [7, 7, 7]. Returns counts.
    """
    raise NotImplementedError("write count_pairs here")


def merge(ids: list[int], pair: tuple[int, int], new_id: int) -> list[int]:
    """Replace each occurrence of pair by new_id, from left to right, none overlapping another.

    Returns merged, a new list; ids stays as it is.
    """
    raise NotImplementedError("write merge here")


def train_bpe(ids: list[int], n_merges: int) -> tuple[list[int], list[tuple[int, int]]]:
    """Merge the most frequent pair, n_merges times: the new symbols are 256, 257, 258, ...

    Of several pairs that are equally frequent, the one that comes first in the sequence is taken.
    It stops early when there is no pair left. Returns ids, the sequence after all merges, and
    merges, the pairs in the order in which they were merged.
    """
    raise NotImplementedError("write train_bpe here")
