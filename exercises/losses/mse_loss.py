r"""Mean squared error: how far predictions lie from their targets."""

import numpy as np
from jaxtyping import Float


def mse_loss(
    x: Float[np.ndarray, "*shape"], y: Float[np.ndarray, "*shape"]
) -> tuple[float, Float[np.ndarray, "*shape"]]:
    r"""Mean of the squared differences over all entries, and its gradient.

    $\mathrm{loss} = \frac{1}{\mathrm{size}} \sum (x - y)^2$ and $dx = 2 (x - y) / \mathrm{size}$,
    where size is the number of entries of x.
    Returns loss and dx.
    """
    raise NotImplementedError("write mse_loss here")
