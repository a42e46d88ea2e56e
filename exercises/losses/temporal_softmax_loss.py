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
    raise NotImplementedError("write temporal_softmax_loss here")
