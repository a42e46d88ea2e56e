r"""Positional encoding: where a token stands, as a row of sines and cosines."""

import numpy as np
from jaxtyping import Float


def positional_encoding(T: int, D: int) -> Float[np.ndarray, "T D"]:
    r"""Return one row of D numbers for each of the positions 0 to T - 1.

    The columns come in pairs. Pair i holds, at position t, the sine and then the cosine of
    $t / 10000^{2i / D}$. Where D is odd, the last pair has its sine only. Returns pe.
    """
    column = np.arange(D)
    pair = column // 2
    angle = np.arange(T)[:, None] / 10000 ** (2 * pair / D)
    pe = np.where(column % 2 == 0, np.sin(angle), np.cos(angle))
    return pe
