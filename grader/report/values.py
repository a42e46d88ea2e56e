"""Values as text: numbers with enough digits, arrays whole, or cut into grids in which the wrong entries are known."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from grader.outcome import Failure
from grader.report.safe import one_line

#: Notations and digits, the shortest first.
_WAYS = [("f", 4), ("f", 6), ("e", 6), ("f", 9), ("e", 9), ("f", 17)]


def both(failure: Failure) -> tuple[str | None, str | None]:
    """What was given and what was expected, in one format where they are numbers; None where there is nothing."""
    yours, expected = failure.yours, failure.expected
    if yours is not None and expected is not None and (pair := _pair(yours, expected)) is not None:
        return pair
    digits = 8 if text(yours) != text(expected) else 17
    return None if yours is None else text(yours, digits), None if expected is None else text(expected, digits)


def _pair(yours: Any, expected: Any) -> tuple[str, str] | None:
    """Two numbers, or two arrays of one shape with one entry each, aligned."""
    shape, (one, *more), (other, *others) = _shape(yours), [*_flat(yours), None], [*_flat(expected), None]
    if shape is None or shape != _shape(expected) or len(more) != 1 or len(others) != 1:
        return None
    if not (_is_number(one) and _is_number(other)):
        return None
    shown = numbers([one, other], [(0, 1)])
    width = max(map(len, shown))
    ours, theirs = ("[" * len(shape) + it.rjust(width) + "]" * len(shape) for it in shown)
    return ours, theirs


def _is_number(value: Any) -> bool:
    return value in ("nan", "inf", "-inf") or (isinstance(value, int | float) and not isinstance(value, bool))


def text(value: Any, digits: int = 8) -> str:
    """A value as text, as Python writes it."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list):
        return _rows(value, digits)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{text(key)}: {text(item, digits)}" for key, item in value.items()) + "}"
    return f"{value:z.{digits}g}" if isinstance(value, float) else str(value)


def _rows(value: list[Any], digits: int, indent: int = 0) -> str:
    deep = any(isinstance(item, list) for item in value)
    parts = [_rows(it, digits, indent + 1) if isinstance(it, list) else text(it, digits) for it in value]
    return "[" + (",\n" + " " * (indent + 1) if deep else ", ").join(parts) + "]"


def numbers(values: list[Any], apart: list[tuple[int, int]], digits: int = 6) -> list[str]:
    """All values in one format: the shortest, of so many digits or more, that tells apart the pairs at these places."""
    ways = (_written(values, notation, number) for notation, number in _WAYS if number >= digits)
    return next((it for it in ways if all(it[a] != it[b] for a, b in apart)), _written(values, *_WAYS[-1]))


def _written(values: list[Any], notation: str, digits: int) -> list[str]:
    largest = max((abs(it) for it in values if isinstance(it, float) and math.isfinite(it)), default=0.0)
    if largest and not 1e-4 <= largest < 1e6:
        notation = "e"
    whole = math.floor(math.log10(largest)) if largest and notation == "f" else 0
    decimals = max(0, digits - 1 - whole)
    mantissas = [f"{it:z.{decimals}{notation}}".partition("e")[0] for it in values if isinstance(it, float)]
    needed = max((len(it.rstrip("0").partition(".")[2]) for it in mantissas), default=0)
    return [_number(it, needed, notation) if isinstance(it, float) else text(it) for it in values]


def _number(value: float, decimals: int, notation: str) -> str:
    return "0" if not value and notation == "e" else f"{value:z.{decimals}{notation}}"


@dataclass(frozen=True)
class Grid:
    """A part of both arrays along one axis or two; `name` says where along the others it lies."""

    name: str
    rows: list[str]  # their labels; none where there is one axis
    columns: list[str]
    yours: list[list[str]]
    expected: list[list[str]]
    wrong: list[list[bool]]


def grids(failure: Failure, digits: int = 6) -> list[Grid]:
    """Both arrays, cut along their axes; empty where there are no two arrays of one shape, or they have one entry."""
    shape = _shape(failure.yours)
    if not shape or math.prod(shape) < 2 or _shape(failure.expected) != shape:
        return []
    yours, expected = list(_flat(failure.yours)), list(_flat(failure.expected))
    wrong = list(_flat(failure.wrong)) if _shape(failure.wrong) == shape else _different(yours, expected)
    shown = numbers(yours + expected, [(i, i + len(yours)) for i, differs in enumerate(wrong) if differs], digits)

    labels = _labels(failure, shape)
    row, column = _long(labels)
    strides = [math.prod(map(len, labels[axis + 1 :])) for axis in range(len(labels))]
    outer = [axis for axis in range(len(labels)) if axis not in (row, column)]
    found = []
    for place in product(*(range(len(labels[axis])) for axis in outer)):
        start = sum(strides[axis] * i for axis, i in zip(outer, place, strict=True))
        starts = [start] if row is None else range(start, start + len(labels[row]) * strides[row], strides[row])
        cells = [range(at, at + len(labels[column]) * strides[column], strides[column]) for at in starts]
        found.append(
            Grid(
                name=", ".join(labels[axis][i] for axis, i in zip(outer, place, strict=True)),
                rows=[] if row is None else labels[row],
                columns=labels[column],
                yours=[[shown[i] for i in line] for line in cells],
                expected=[[shown[i + len(yours)] for i in line] for line in cells],
                wrong=[[bool(wrong[i]) for i in line] for line in cells],
            )
        )
    return found


def _labels(failure: Failure, shape: tuple[int, ...]) -> list[list[str]]:
    """For each axis the names of its places, "T 0" or "[0]"; a window lies at one place of the axes before its own."""
    corner = failure.window.corner if failure.window else [0] * len(shape)
    sizes = [1] * (len(corner) - len(shape)) + list(shape)
    names = failure.axes or []
    if len(names) != len(sizes):
        names = [""] * len(sizes)
    return [
        [f"{one_line(name)} {i}" if name else f"[{i}]" for i in range(start, start + size)]
        for name, start, size in zip(names, corner, sizes, strict=True)
    ]


def _long(labels: list[list[str]]) -> tuple[int | None, int]:
    """The last two axes that are longer than 1, as rows and columns; one of them has no rows."""
    long = [axis for axis, places in enumerate(labels) if len(places) > 1]
    return (long[-2] if len(long) > 1 else None), long[-1]


def _different(yours: list[Any], expected: list[Any]) -> list[bool]:
    """Which entries differ, where nobody says it."""
    return [text(one) != text(other) for one, other in zip(yours, expected, strict=True)]


def _shape(value: Any) -> tuple[int, ...] | None:
    """The shape of nested lists; None where they are ragged."""
    if not isinstance(value, list):
        return ()
    shapes = {_shape(item) for item in value}
    inner = shapes.pop() if len(shapes) == 1 else None if shapes else ()
    return None if inner is None else (len(value), *inner)


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _flat(item)
    else:
        yield value
