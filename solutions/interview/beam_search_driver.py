"""Hands beam_search a small language model, in which every token of the past has a say."""

import numpy as np
from jaxtyping import Float, Int


def beam_search(
    first: Float[np.ndarray, "V"],
    after: Float[np.ndarray, "V V"],
    end: int,
    width: int,
    max_len: int,
) -> tuple[Int[np.ndarray, "K L"], Float[np.ndarray, "K"]]:
    """Search with logits first + after[last] + after[the one before] / 2 + after[the one before that] / 4 ...

    tokens: a row for each sequence in the beam, filled up with -1. scores: one for each.
    """

    def step(tokens):
        logits = first.copy()
        for back, token in enumerate(reversed(list(tokens))):
            logits += after[token] / 2**back
        return logits - np.logaddexp.reduce(logits)

    beam = submission.beam_search(step, end, width, max_len)
    if beam is None:
        return None, None
    if not isinstance(beam, list | tuple) or any(not isinstance(it, list | tuple) or len(it) != 2 for it in beam):
        raise TypeError("return the beam, a list of pairs: the list of tokens, and its score")
    if any(not isinstance(tokens, list | tuple | np.ndarray) or np.ndim(tokens) != 1 for tokens, _ in beam):
        raise TypeError("the first of each pair in the beam is the list of tokens, whole numbers")
    tokens = np.full((len(beam), max([max_len, *(len(tokens) for tokens, _ in beam)])), -1)
    for row, (found, _) in zip(tokens, beam, strict=True):
        row[: len(found)] = found
    scores = np.array([float(score) for _, score in beam])
    return tokens, scores
