r"""Beam search: look for the likeliest sequences without trying them all."""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float


def beam_search(
    step: Callable[[list[int]], Float[np.ndarray, "V"]],
    end: int,
    width: int,
    max_len: int,
) -> list[tuple[list[int], float]]:
    r"""Search for the sequences of tokens with the highest log-probabilities.

    step(tokens) returns the log-probabilities of all V tokens to come next, after the list tokens,
    which is empty at first. A sequence is finished when its last token is end. Its score is
    $\sum_t \log p(\mathrm{token}_t \mid \mathrm{tokens\ before})$.

    In each of max_len rounds, every unfinished sequence in the beam is continued with every token.
    Of these, and the finished ones in the beam, the width with the highest scores are the next beam.
    Returns the last beam: pairs of tokens (with end, where it was reached) and score, the best first.
    """
    raise NotImplementedError("write beam_search here")
