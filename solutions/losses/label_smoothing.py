r"""Label smoothing: a softmax loss whose targets are never quite certain."""

import numpy as np
from jaxtyping import Float, Int


def label_smoothing_loss(
    x: Float[np.ndarray, "N C"],
    y: Int[np.ndarray, "N"],
    smoothing: float,
) -> tuple[float, Float[np.ndarray, "N C"]]:
    r"""Mean cross-entropy of scores x and softened targets, and its gradient.

    The target gives every class smoothing / C, and the right class 1 - smoothing on top:
    $\mathrm{loss} = -\frac{1}{N} \sum_{n,i} \mathrm{target}_{ni}\, \mathrm{logp}_{ni}$, where
    $\mathrm{logp}$ is the logarithm of the softmax.
    y[n] is the number of the right class, 0 to C-1.
    Returns loss and dx.
    """
    N, C = x.shape
    target = np.full((N, C), smoothing / C)
    target[np.arange(N), y] += 1 - smoothing
    shifted = x - x.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -(target * logp).sum() / N
    dx = (np.exp(logp) - target) / N
    return loss, dx
