r"""Mean absolute error and Huber loss: losses that outliers do not rule."""

import numpy as np
from jaxtyping import Float


def mae_loss(
    x: Float[np.ndarray, "*shape"], y: Float[np.ndarray, "*shape"]
) -> tuple[float, Float[np.ndarray, "*shape"]]:
    r"""Mean of the absolute differences over all entries, and its gradient.

    $\mathrm{loss} = \frac{1}{\mathrm{size}} \sum |x - y|$, and dx is the sign of $x - y$ over size.
    Returns loss and dx. Where x equals y, dx is 0.
    """
    raise NotImplementedError("write mae_loss here")


def huber_loss(
    x: Float[np.ndarray, "*shape"], y: Float[np.ndarray, "*shape"], delta: float
) -> tuple[float, Float[np.ndarray, "*shape"]]:
    r"""Mean over all entries of a parabola that goes on as straight lines, and its gradient.

    With $d = x - y$, an entry costs $\frac{1}{2} d^2$ where $|d| \le \mathrm{delta}$, and
    $\mathrm{delta}\, (|d| - \frac{1}{2} \mathrm{delta})$ elsewhere.
    Returns loss and dx.
    """
    raise NotImplementedError("write huber_loss here")
