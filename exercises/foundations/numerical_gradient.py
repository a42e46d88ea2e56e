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
    raise NotImplementedError("write numerical_gradient here")
