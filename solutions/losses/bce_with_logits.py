r"""Binary cross-entropy on logits: how surprised a score is by a yes or a no."""

import numpy as np
from jaxtyping import Float


def bce_with_logits_loss(
    x: Float[np.ndarray, "*shape"], y: Float[np.ndarray, "*shape"]
) -> tuple[float, Float[np.ndarray, "*shape"]]:
    r"""Mean cross-entropy of scores x and answers y over all entries, and its gradient.

    y is 1 for yes, 0 for no, or a probability between them. With $p = \mathrm{sigmoid}(x)$,
    $\mathrm{loss} = -\frac{1}{\mathrm{size}} \sum y \log p + (1 - y) \log(1 - p)$, in which
    a term is $\max(x, 0) - x y + \log(1 + e^{-|x|})$; and $dx = (p - y) / \mathrm{size}$.
    Returns loss and dx.
    """
    z = np.exp(-np.abs(x))
    loss = np.mean(np.maximum(x, 0) - x * y + np.log1p(z))
    p = np.where(x >= 0, 1, z) / (1 + z)
    dx = (p - y) / x.size
    return loss, dx
