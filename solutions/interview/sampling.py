r"""Sampling the next token: temperature, top-k, top-p, and the draw itself."""

import numpy as np
from jaxtyping import Float, Int


def _softmax(logits):
    """Softmax over the last axis, shifted by each row's maximum; a logit of -inf gives 0."""
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def temperature_probs(
    logits: Float[np.ndarray, "N V"],
    temperature: float,
) -> Float[np.ndarray, "N V"]:
    r"""Sharpen (temperature below 1) or flatten (above 1): $\mathrm{softmax}(\mathrm{logits} / T)$.

    temperature is above 0. Returns probs, whose rows sum to 1.
    """
    probs = _softmax(logits / temperature)
    return probs


def top_k_probs(logits: Float[np.ndarray, "N V"], k: int) -> Float[np.ndarray, "N V"]:
    r"""Keep the k most probable tokens of each row; all others get probability 0.

    k is at least 1; where it is V or more, all tokens stay. Returns probs, which sum to 1 again.
    """
    k = min(k, logits.shape[-1])
    smallest = np.sort(logits, axis=-1)[:, -k, None]
    probs = _softmax(np.where(logits >= smallest, logits, -np.inf))
    return probs


def top_p_probs(logits: Float[np.ndarray, "N V"], p: float) -> Float[np.ndarray, "N V"]:
    r"""Keep the fewest tokens whose probabilities sum to at least p, the most probable first.

    So a token stays if those that are more probable sum to less than p, and the most probable
    always stays. p is above 0 and at most 1. Returns probs, which sum to 1 again.
    """
    order = np.argsort(-logits, axis=-1)
    ordered = np.take_along_axis(_softmax(logits), order, axis=-1)
    before = np.cumsum(ordered, axis=-1) - ordered
    kept = np.where(before < p, ordered, 0)
    probs = np.zeros(logits.shape)
    np.put_along_axis(probs, order, kept / kept.sum(axis=-1, keepdims=True), axis=-1)
    return probs


def sample(
    logits: Float[np.ndarray, "N V"], temperature: float, k: int, p: float, rng: np.random.Generator
) -> Int[np.ndarray, "N"]:
    r"""Draw one token for each row: first the temperature, then top-k, then top-p of what is left.

    The rows are drawn independently. All randomness comes from rng and from nothing else.
    Returns tokens, numbers from 0 to V - 1.
    """
    scaled = logits / temperature
    kept = np.where(top_k_probs(scaled, k) > 0, scaled, -np.inf)
    cumulative = np.cumsum(top_p_probs(kept, p), axis=-1)
    u = rng.random((len(logits), 1))
    tokens = (cumulative <= u * cumulative[:, -1:]).sum(axis=-1)
    return tokens
