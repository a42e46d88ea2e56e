r"""Temporal softmax loss: the softmax loss at every step of a sequence, where the mask says so."""

import numpy as np
from jaxtyping import Bool, Float, Int


def temporal_softmax_loss(
    x: Float[np.ndarray, "N T V"], y: Int[np.ndarray, "N T"], mask: Bool[np.ndarray, "N T"]
) -> tuple[float, Float[np.ndarray, "N T V"]]:
    r"""Cross-entropy of scores x and right words y, over all steps that count, and its gradient.

    y[n, t] is the number of the right word, 0 to V-1, and step t of sequence n counts if
    mask[n, t] is True. Losses are summed over the steps and divided by N, the number of sequences:
    $\mathrm{loss} = -\frac{1}{N} \sum_{n,t} \mathrm{mask}_{nt}\, \mathrm{logp}_{n,t,y_{nt}}$, where
    $\mathrm{logp}$ is the logarithm of the softmax over the V words.
    Returns loss and dx.
    """
    N, _, V = x.shape
    right = np.arange(V) == y[:, :, None]
    shifted = x - x.max(axis=2, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=2, keepdims=True))
    counts = mask[:, :, None]
    loss = -logp[right & counts].sum() / N
    dx = (np.exp(logp) - right) * counts / N
    return loss, dx
