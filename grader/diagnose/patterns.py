"""General patterns: zeros, a constant factor, a sign, a transpose, too few digits."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader import compare
from grader.battery import Battery
from grader.collect import Answers
from grader.findings import parts, value_of
from grader.judge import Verdict

Axes = dict[str, int]
Pair = tuple[Any, Any, Axes]
Holds = Callable[[Any, Any, Axes], bool]

FEW_DIGITS = compare.Tolerance(1e-6, 1e-5)


def match(battery: Battery, answers: Answers, verdict: Verdict) -> str | None:
    """Return a sentence for the first pattern that holds on every failing case."""
    finding = verdict.finding
    if finding is None or finding.slot is None or finding.index is None:
        return None
    function = battery.plan.functions[verdict.check.function]
    name = function.slots[finding.slot].name
    pairs = list(_pairs(battery, answers, verdict, finding.slot))
    if len(pairs) < 3 or len(pairs) < len(verdict.failing):
        return None
    for holds, says in _patterns(pairs):
        if all(holds(*pair) for pair in pairs):
            return f"On all {len(pairs)} failing cases your {name} {says}"
    return None


def _pairs(battery: Battery, answers: Answers, verdict: Verdict, slot: int) -> Iterator[Pair]:
    function = battery.plan.functions[verdict.check.function]
    for case, step in verdict.failing:
        report = answers.reports[case, step]
        values, finding = parts(function, report) if report.answered else ([], None)
        yours = value_of(function, function.slots[slot], values, report) if values and finding is None else None
        expected = np.asarray(battery.expected(case, step, slot))
        if yours is not None and np.shape(yours) == expected.shape:
            yield np.asarray(yours, float), expected, battery.cases[case].axes


def _patterns(pairs: list[Pair]) -> Iterator[tuple[Holds, str]]:
    yield _zero, "is zero everywhere."
    yield _times(lambda axes: -1.0), "has the wrong sign: it is the expected one times -1."
    yield _times(lambda axes: 2.0), "is twice the expected one."
    yield _times(lambda axes: 0.5), "is half the expected one."
    for axis in _axes_of(pairs):
        yield (
            _times(_inverse_size(axis)),
            f"is the expected one divided by {axis}: is something averaged that should be summed?",
        )
        yield _times(_size(axis)), f"is {axis} times the expected one: is a division by {axis} missing?"
    yield _transposed, "is the transpose of the expected one."
    yield _few_digits, "is right to about six digits only: is there a float32, or a small number added for safety?"


def _axes_of(pairs: list[Pair]) -> list[str]:
    names = dict.fromkeys(name for _, _, axes in pairs for name in axes)
    return [name for name in names if all(name in axes for _, _, axes in pairs)]


def _zero(yours: Any, expected: Any, axes: Axes) -> bool:
    return not yours.any()


def _transposed(yours: Any, expected: Any, axes: Axes) -> bool:
    return yours.shape == expected.T.shape and compare.equal(yours, expected.T, compare.REFERENCE)


def _few_digits(yours: Any, expected: Any, axes: Axes) -> bool:
    return compare.equal(yours, expected, FEW_DIGITS)


def _times(factor: Callable[[Axes], float]) -> Holds:
    def holds(yours: Any, expected: Any, axes: Axes) -> bool:
        return compare.equal(yours, factor(axes) * expected, compare.REFERENCE)

    return holds


def _size(axis: str) -> Callable[[Axes], float]:
    return lambda axes: float(axes[axis])


def _inverse_size(axis: str) -> Callable[[Axes], float]:
    return lambda axes: 1 / axes[axis]
