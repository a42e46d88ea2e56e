"""When two values are equal. The only place with tolerances.

Measured on correct code: analytic gradients of two implementations differ by 1e-12 of the largest entry, a
central difference in float64 (h = 1e-5) by up to 1e-7 of it, arithmetic in float32 by 6e-8. An elementwise
relative error is not used: on saturated entries it fails correct code by 4e-2.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Tolerance:
    """Equal means |a - b| <= atol + rtol * max |b|."""

    atol: float
    rtol: float


#: Against the reference: tight enough to see float32, 10,000 times above the noise of correct code.
REFERENCE = Tolerance(1e-10, 1e-8)
#: Against a numerical derivative of the submission's own forward.
NUMERICAL = Tolerance(1e-7, 1e-5)
#: A derivative that is smaller everywhere says nothing: any gradient of nearly zero would fit.
VACUOUS = 1e-6
#: Step of that derivative.
STEP = 1e-5


def loosened(rtol: float | None) -> Tolerance:
    """The tolerance against the reference, with an exercise's own relative part."""
    return REFERENCE if rtol is None else Tolerance(REFERENCE.atol, rtol)


def wrong(yours: Any, expected: Any, tolerance: Tolerance) -> Any:
    """Return the mask of entries that differ (a boolean array of the shape of both)."""
    yours, expected = np.asarray(yours), np.asarray(expected)
    if expected.dtype.kind in "biu":
        return np.asarray(yours != expected)
    return ~within(yours, expected, limit(expected, tolerance))


def limit(expected: Any, tolerance: Tolerance) -> float:
    """How far an entry may be from the expected one."""
    finite = np.isfinite(expected)
    scale = float(np.max(np.abs(expected[finite]))) if finite.any() else 0.0
    return tolerance.atol + tolerance.rtol * scale


def within(yours: Any, expected: Any, limits: Any) -> Any:
    """Return the mask of entries that are no farther from the expected ones than their limits; NaN is far."""
    with np.errstate(invalid="ignore", over="ignore"):
        return (np.abs(yours - expected) <= limits) | (yours == expected)


def aligned(yours: Any, expected: Any) -> Any:
    """Return an array in the shape of the expected one, where the two differ in axes of length 1 only."""
    if isinstance(yours, np.ndarray) and np.squeeze(yours).shape == np.squeeze(expected).shape:
        return yours.reshape(np.shape(expected))
    return yours


def equal(yours: Any, expected: Any, tolerance: Tolerance) -> bool:
    """Whether shape and all entries agree."""
    return np.shape(yours) == np.shape(expected) and not wrong(yours, expected, tolerance).any()
