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
    raise NotImplementedError("write label_smoothing_loss here")
