r"""Sampling the next token: temperature, top-k, top-p, and the draw itself."""

import numpy as np
from jaxtyping import Float, Int


def temperature_probs(
    logits: Float[np.ndarray, "N V"],
    temperature: float,
) -> Float[np.ndarray, "N V"]:
    r"""Sharpen (temperature below 1) or flatten (above 1): $\mathrm{softmax}(\mathrm{logits} / T)$.

    temperature is above 0. Returns probs, whose rows sum to 1.
    """
    raise NotImplementedError("write temperature_probs here")


def top_k_probs(logits: Float[np.ndarray, "N V"], k: int) -> Float[np.ndarray, "N V"]:
    r"""Keep the k most probable tokens of each row; all others get probability 0.

    k is at least 1; where it is V or more, all tokens stay. Returns probs, which sum to 1 again.
    """
    raise NotImplementedError("write top_k_probs here")


def top_p_probs(logits: Float[np.ndarray, "N V"], p: float) -> Float[np.ndarray, "N V"]:
    r"""Keep the fewest tokens whose probabilities sum to at least p, the most probable first.

    So a token stays if those that are more probable sum to less than p, and the most probable
    always stays. p is above 0 and at most 1. Returns probs, which sum to 1 again.
    """
    raise NotImplementedError("write top_p_probs here")


def sample(
    logits: Float[np.ndarray, "N V"], temperature: float, k: int, p: float, rng: np.random.Generator
) -> Int[np.ndarray, "N"]:
    r"""Draw one token for each row: first the temperature, then top-k, then top-p of what is left.

    The rows are drawn independently. All randomness comes from rng and from nothing else.
    Returns tokens, numbers from 0 to V - 1.
    """
    raise NotImplementedError("write sample here")
