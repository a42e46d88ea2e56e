r"""Binary cross-entropy: how surprised a probability is by a yes or a no."""

import numpy as np
from jaxtyping import Float


def bce_loss(
    p: Float[np.ndarray, "*shape"], y: Float[np.ndarray, "*shape"], eps: float = 1e-12
) -> tuple[float, Float[np.ndarray, "*shape"]]:
    r"""Mean cross-entropy of probabilities p and answers y over all entries, and its gradient.

    p is first clipped to the range from eps to 1 - eps, so that no logarithm is infinite. Then
    $\mathrm{loss} = -\frac{1}{\mathrm{size}} \sum y \log p + (1 - y) \log(1 - p)$, and
    $dp = (p - y) / (p (1 - p)) / \mathrm{size}$, where p was clipped, too.
    Returns loss and dp.
    """
    p = np.clip(p, eps, 1 - eps)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    dp = (p - y) / (p * (1 - p)) / p.size
    return loss, dp
