r"""Numerical gradient: the slope of any function, measured by moving its inputs a little."""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float


def numerical_gradient(
    f: Callable[[np.ndarray], np.ndarray],
    x: Float[np.ndarray, "*shape"],
    df: Float[np.ndarray, "*out"],
    h: float = 1e-5,
) -> Float[np.ndarray, "*shape"]:
    r"""Send the upstream gradient df back through f, which need not know its own derivative.

    With $x^+$ and $x^-$, which are x with entry i raised and lowered by h,
    $\mathrm{grad}_i = \sum_j (f_j(x^+) - f_j(x^-))\, df_j / (2h)$.
    f takes an array like x and returns one like df; it may write its results into one array each
    time, or return a view of what it was given. x is the same after the call as before.
    Returns grad, in the shape of x.
    """
    x = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + h
        plus = f(x).copy()
        x[index] = old - h
        minus = f(x).copy()
        x[index] = old
        grad[index] = np.sum((plus - minus) * df) / (2 * h)
    return grad
