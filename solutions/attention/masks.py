r"""Masks for attention: which query may look at which key. True means that it may."""

import numpy as np
from jaxtyping import Bool, Int


def causal_mask(T: int) -> Bool[np.ndarray, "T T"]:
    r"""Forbid the future: position t may attend to position s where $s \le t$.

    Returns mask, with a row for each query t and a column for each key s.
    """
    position = np.arange(T)
    mask = position <= position[:, None]
    return mask


def padding_mask(lengths: Int[np.ndarray, "N"], T: int) -> Bool[np.ndarray, "N T T"]:
    r"""Forbid the padding: in example n, key s may be attended to where $s < \mathrm{lengths}_n$.

    That holds for every query t, so all rows of one example are equal. lengths may hold 0 (nothing
    may be attended to) and numbers above T (everything may). Returns mask.
    """
    real = np.arange(T) < lengths[:, None]
    mask = np.repeat(real[:, None, :], T, axis=1)
    return mask
