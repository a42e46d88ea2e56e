"""General patterns: how the wrong answers follow from the right ones, whatever the exercise is.

Each pattern is a relation that has to hold between every wrong answer and the expected one. It cannot hold for an
answer that is right: there it would say that the expected array differs from itself.
"""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader import compare
from grader.diagnose.evidence import Evidence, Instance
from grader.diagnose.statement import Statement, cases, degree
from grader.plan import Slot

#: Fewer wrong answers than this show no pattern.
FEWEST = 3

Holds = Callable[[Instance], bool]
Quantity = Callable[[Instance], float]
FEW_DIGITS = compare.Tolerance(1e-6, 1e-5)


def match(evidence: Evidence) -> Statement | None:
    """Return the first, simplest pattern that holds for every wrong answer."""
    if not evidence.whole or len(evidence.instances) < FEWEST:
        return None
    if evidence.slot is not None and evidence.slot.dtype != "float" and evidence.slot.number:
        return None  # of a flag or a count, "zero everywhere" says nothing
    patterns = _of_the_same_shape(evidence) if evidence.alike else _of_another_shape(evidence)
    for holds, says in patterns:
        if all(holds(instance) for instance in evidence.instances):
            count = len(evidence.instances)
            return Statement(f"On {cases(count)} your {evidence.name} {says}", degree(count))
    return None


def _of_the_same_shape(evidence: Evidence) -> Iterator[tuple[Holds, str]]:
    first = evidence.instances[0]
    yield lambda it: not it.yours.any(), "is zero everywhere."
    yield from _factors(evidence)
    yield from _orders(evidence)
    yield from _others(evidence)
    yield from _inputs(evidence)
    yield from _functions()
    shared = float((first.yours - first.expected).flat[0])
    if np.isfinite(shared):
        yield lambda it: _same(it.yours, it.expected + shared), f"is the expected one plus {shared:.4g}."
    if any(it.expected.size > 1 and np.ptp(it.expected) > 0 for it in evidence.instances):
        yield lambda it: bool(np.all(it.yours == it.yours.flat[0])), "is the same number everywhere."
        yield _offset, "differs from the expected one by the same number everywhere."
        yield _sorted, "has the right numbers, but in other places."
    if all(it.case.tag == "stability" for it in evidence.instances):
        yield _digits_lost, "loses digits on extreme inputs: is a difference of two large, nearly equal numbers taken?"
    yield _few_digits, "is right to about six digits only: is there a float32, or a small number added for safety?"


def _of_another_shape(evidence: Evidence) -> Iterator[tuple[Holds, str]]:
    yield _squeezed, "has the right numbers, with an axis of length 1 too many or too few."
    yield from _orders(evidence)
    yield from _others(evidence)
    yield lambda it: _same(it.yours.ravel(), it.expected.ravel()), "has the right numbers in another shape."
    for axis, name in _axes(evidence, side="yours"):
        yield _unsummed(axis), f"is not summed over {name}: add that up, and it is right."
    for axis, name in _axes(evidence, side="expected"):
        yield _summed(axis), f"is summed over {name}, which it should keep."
    yield from _wrong_sizes(evidence)
    yield _bordered, "is right inside a border that does not belong to it: is the padding still around it?"


def _factors(evidence: Evidence) -> Iterator[tuple[Holds, str]]:
    """A factor between yours and expected, by its simplest name."""
    yield _times(lambda it: -1.0), "has the wrong sign: it is the expected one times -1."
    yield _times(lambda it: 2.0), "is twice the expected one."
    yield _times(lambda it: 0.5), "is half the expected one."
    for label, value in _quantities(evidence):
        averaged = ": is something averaged that should be summed?"
        yield _times(_inverse(value)), f"is the expected one divided by {label}{averaged}"
        yield _times(value), f"is {label} times the expected one: is a division by {label} missing?"
    for name in _numbers(evidence):
        for label, factor in _shares(name):
            yield _times(factor), f"is {label} times the expected one."
    ratios = [_ratio(it) for it in evidence.instances]
    if all(ratio is not None for ratio in ratios) and max(it.yours.size for it in evidence.instances) > 1:
        shared = float(ratios[0] or 0.0)
        if abs(shared - 1) < 1e-3:  # it is digits that are missing
            return
        yield _times(lambda it: shared), f"is {shared:.4g} times the expected one."
        if sum(it.yours.size > 1 for it in evidence.instances) >= FEWEST:
            some = ", ".join(dict.fromkeys(f"{ratio:.3g}" for ratio in ratios[:12]))
            yield (
                lambda it: _ratio(it) is not None,
                f"is the expected one times a number that differs from case to case ({some}, ...).",
            )


def _quantities(evidence: Evidence) -> Iterator[tuple[str, Quantity]]:
    """What a sum runs over: an axis, two axes, or the root of one."""
    names = [n for n in evidence.instances[0].case.axes if all(n in it.case.axes for it in evidence.instances)]
    sizes = {name: _size(name) for name in names}
    yield from sizes.items()
    for one, other in itertools.combinations(names, 2):
        yield f"({one} * {other})", _product(sizes[one], sizes[other])
    for name in names:
        yield f"sqrt({name})", _root(sizes[name])
    yield "its number of entries", lambda it: float(max(it.expected.size, 1))
    counts = [name for name in _numbers(evidence) if all(_is_count(it.given[name]) for it in evidence.instances)]
    for one, other in itertools.combinations(counts, 2):
        yield f"({one} * {other})", _product(_value(one), _value(other))


def _numbers(evidence: Evidence) -> list[str]:
    """Options and parameters that are numbers in every case."""
    first = evidence.instances[0].given
    names = [name for name, value in first.items() if isinstance(value, int | float) and not isinstance(value, bool)]
    return [n for n in names if all(isinstance(it.given.get(n), int | float) for it in evidence.instances)]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and value > 0


def _shares(name: str) -> Iterator[tuple[str, Quantity]]:
    """A number, and what else is made of one."""
    value = _value(name)
    yield name, value
    yield f"1 / {name}", _inverse(value)
    yield f"(1 - {name})", lambda it: 1 - value(it)
    yield f"1 / (1 - {name})", _inverse(lambda it: 1 - value(it))
    yield f"{name} ** 2", lambda it: value(it) ** 2


def _orders(evidence: Evidence) -> Iterator[tuple[Holds, str]]:
    """The right numbers in another order: axes, blocks, directions."""
    slot = evidence.slot
    axes = slot.axes if slot is not None else []
    dimensions = evidence.instances[0].expected.ndim
    for order in itertools.permutations(range(dimensions)):
        if order == tuple(range(dimensions)) or dimensions > 4:
            continue
        says = "is the transpose of the expected one."
        if dimensions > 2:
            names = axes if len(axes) == dimensions else [f"axis {i}" for i in range(dimensions)]
            says = f"has its axes in the order {', '.join(names[i] for i in order)}, not {', '.join(names)}."
        yield _transposed(order), says
    if not evidence.alike:
        return
    named = dict(_axes(evidence, side="expected"))
    for axis, name in named.items():
        yield _flipped(axis), f"runs backwards along {name}."
    if dimensions >= 2:
        turned = f"is turned by 180 degrees: backwards along {named[dimensions - 2]} and {named[dimensions - 1]}."
        yield _flipped((-2, -1)), turned
    for axis, name in named.items():
        yield _shifted(axis, 1), f"comes one place late along {name}: each holds what belongs to the one before."
        yield _shifted(axis, -1), f"comes one place early along {name}: each holds what belongs to the next one."


def _others(evidence: Evidence) -> Iterator[tuple[Holds, str]]:
    """What belongs to another result of the same call."""
    for slot in evidence.function.slots:
        if slot is not evidence.slot and slot.dtype == "float":
            says = f"is what {slot.name} should be: are the results in the right order?"
            yield _is_result(evidence, slot), says


def _inputs(evidence: Evidence) -> Iterator[tuple[Holds, str]]:
    """Something that was given, handed on, left out, or used once too often."""
    for name, value in evidence.instances[0].given.items():
        if not isinstance(value, np.ndarray):
            continue
        for relation, says in (
            (lambda yours, expected, it: _same(yours, it), f"is {name} as it came."),
            (lambda yours, expected, it: _same(yours + it, expected), f"lacks {name}: add that, and it is right."),
            (lambda yours, expected, it: _same(yours - it, expected), f"is the expected one plus {name}."),
            (lambda yours, expected, it: _same(yours + 2 * it, expected), f"has {name} with the wrong sign in it."),
            (
                lambda yours, expected, it: _same(yours * it, expected),
                f"lacks the factor {name}: multiply by that, and it is right.",
            ),
            (
                lambda yours, expected, it: _same(yours, expected * it),
                f"is the expected one times {name}, which is a factor too many.",
            ),
        ):
            yield _related(name, relation), says


def _wrong_sizes(evidence: Evidence) -> Iterator[tuple[Holds, str]]:
    """An array with one entry for each of something else than what is asked for."""
    names = list(evidence.instances[0].case.axes)
    asked = evidence.slot.axes if evidence.slot is not None else []
    for name in names if len(asked) == 1 and asked[0].isidentifier() else []:
        says = f"has one entry for each {name}, where one for each {asked[0]} is asked for."
        yield _is_as_long_as(name), says


def _functions() -> Iterator[tuple[Holds, str]]:
    """A function of each entry of the expected array."""
    for function, says in (
        (np.trunc, "is cut to whole numbers: does an array of integers take it?"),
        (np.abs, "is the absolute value of the expected one."),
        (lambda v: np.maximum(v, 0), "is 0 where the expected one is negative."),
        (np.square, "is the square of the expected one."),
        (lambda v: np.sqrt(np.abs(v)), "is the square root of the expected one."),
        (np.exp, "is exp of the expected one."),
        (lambda v: np.log(np.abs(v)), "is the logarithm of the expected one."),
        (lambda v: 1 - v, "is 1 minus the expected one."),
        (lambda v: 1 / v, "is 1 divided by the expected one."),
        (np.sign, "is only the sign of the expected one."),
    ):
        yield _applied(function), says


def _axes(evidence: Evidence, side: str) -> Iterator[tuple[int, str]]:
    """The axes of a result, with what they are called."""
    slot = evidence.slot
    names = slot.axes if slot is not None else []
    for axis in range(getattr(evidence.instances[0], side).ndim):
        known = side == "expected" and len(names) == evidence.instances[0].expected.ndim
        yield axis, names[axis] if known else f"axis {axis}"


def _same(yours: Any, expected: Any) -> bool:
    with np.errstate(all="ignore"):
        return compare.equal(yours, expected, compare.REFERENCE)


def _applied(function: Callable[[Any], Any]) -> Holds:
    def holds(it: Instance) -> bool:
        with np.errstate(all="ignore"):
            return _same(it.yours, function(it.expected))

    return holds


def _related(name: str, relation: Callable[[Any, Any, Any], bool]) -> Holds:
    """Whether a relation holds between yours, expected and an input, which is broadcast as in a sum."""

    def holds(it: Instance) -> bool:
        value = it.given.get(name)
        try:
            broadcast = np.broadcast_to(np.asarray(value, float), it.expected.shape)
        except (TypeError, ValueError):
            return False
        return relation(it.yours, it.expected, broadcast)

    return holds


def _is_result(evidence: Evidence, slot: Slot) -> Holds:
    def holds(it: Instance) -> bool:
        other = evidence.function.pick(slot, evidence.battery.reference(*it.place))
        return isinstance(other, np.ndarray | np.generic | float) and _same(it.yours, other)

    return holds


def _transposed(order: tuple[int, ...]) -> Holds:
    return lambda it: it.expected.ndim == len(order) and _same(it.yours, it.expected.transpose(order))


def _flipped(axes: int | tuple[int, ...]) -> Holds:
    return lambda it: _same(it.yours, np.flip(it.expected, axes))


def _is_as_long_as(axis: str) -> Holds:
    return lambda it: it.yours.shape == (it.case.axes.get(axis),)


def _unsummed(axis: int) -> Holds:
    return lambda it: it.yours.ndim > axis and _same(it.yours.sum(axis), it.expected)


def _summed(axis: int) -> Holds:
    return lambda it: it.expected.ndim > axis and _same(it.yours, it.expected.sum(axis))


def _size(axis: str) -> Quantity:
    return lambda it: float(it.case.axes[axis])


def _value(name: str) -> Quantity:
    return lambda it: float(it.given[name])


def _inverse(quantity: Quantity) -> Quantity:
    return lambda it: 1 / quantity(it) if quantity(it) else np.nan


def _root(quantity: Quantity) -> Quantity:
    return lambda it: float(np.sqrt(quantity(it)))


def _product(one: Quantity, other: Quantity) -> Quantity:
    return lambda it: one(it) * other(it)


def _times(factor: Quantity) -> Holds:
    return lambda it: _same(it.yours, factor(it) * it.expected)


def _ratio(it: Instance) -> float | None:
    """The number by which the expected array was multiplied, if one was."""
    if not it.expected.size or not it.expected.any():
        return None
    place = int(np.argmax(np.abs(it.expected)))
    ratio = float(it.yours.flat[place] / it.expected.flat[place])
    return ratio if _same(it.yours, ratio * it.expected) else None


def _shifted(axis: int, by: int) -> Holds:
    def holds(it: Instance) -> bool:
        late, early = (it.yours, it.expected) if by > 0 else (it.expected, it.yours)
        size = it.expected.shape[axis]
        return size > 1 and _same(np.take(late, range(1, size), axis=axis), np.take(early, range(size - 1), axis=axis))

    return holds


def _offset(it: Instance) -> bool:
    return _same(it.yours, it.expected + (it.yours - it.expected).flat[0])


def _sorted(it: Instance) -> bool:
    return _same(np.sort(it.yours, axis=None), np.sort(it.expected, axis=None))


def _squeezed(it: Instance) -> bool:
    return _same(np.squeeze(it.yours), np.squeeze(it.expected))


def _bordered(it: Instance) -> bool:
    if it.yours.ndim != it.expected.ndim:
        return False
    extra = [mine - theirs for mine, theirs in zip(it.yours.shape, it.expected.shape, strict=True)]
    if any(more < 0 or more % 2 for more in extra):
        return False
    inner = tuple(slice(more // 2, size - more // 2) for more, size in zip(extra, it.yours.shape, strict=True))
    return _same(it.yours[inner], it.expected)


def _digits_lost(it: Instance) -> bool:
    return compare.equal(it.yours, it.expected, compare.Tolerance(0.0, 0.1))


def _few_digits(it: Instance) -> bool:
    return compare.equal(it.yours, it.expected, FEW_DIGITS)
