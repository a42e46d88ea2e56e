r"""Gradient check: is this the gradient of that function? A verdict, and where to look."""

from collections.abc import Callable
from typing import TypedDict

import numpy as np
from jaxtyping import Float


class Report(TypedDict):
    """What came of the comparison."""

    ok: bool  # whether the gradient is right
    error: float  # the largest difference from the numerical gradient
    worst: tuple[int, ...]  # the index of the entry with that difference


def grad_check(
    f: Callable[[np.ndarray], float],
    grad_f: Callable[[np.ndarray], np.ndarray],
    x: Float[np.ndarray, "*shape"],
) -> Report:
    r"""Compare grad_f(x) with the central difference of f at x, whose results are single numbers.

    With $x^+$ and $x^-$, which are x with entry i raised and lowered by $h = 10^{-5}$,
    $\mathrm{numerical}_i = (f(x^+) - f(x^-)) / (2h)$ and
    $\mathrm{error} = \max_i |\mathrm{analytic}_i - \mathrm{numerical}_i|$.
    The gradient is right if $\mathrm{error} \le 10^{-7} + 10^{-5} \max_i |\mathrm{numerical}_i|$.
    One with a NaN in it is wrong, and so is one that has not the shape of x: then error is
    infinite and worst is (). x is the same after the call as before.
    Returns report.
    """
    x = np.array(x, dtype=np.float64)
    analytic = np.array(grad_f(x))
    if analytic.shape != x.shape:
        return {"ok": False, "error": np.inf, "worst": ()}
    h = 1e-5
    numerical = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        x[index] = old + h
        plus = f(x)
        x[index] = old - h
        minus = f(x)
        x[index] = old
        numerical[index] = (plus - minus) / (2 * h)
    difference = np.abs(analytic - numerical)
    worst = np.unravel_index(np.argmax(difference), x.shape)
    error = difference[worst]
    ok = error <= 1e-7 + 1e-5 * np.max(np.abs(numerical))
    report = {"ok": bool(ok), "error": float(error), "worst": tuple(int(i) for i in worst)}
    return report
