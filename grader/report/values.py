"""Values as text: numbers with enough digits, small arrays with their rows on lines of their own."""

import json
from typing import Any

from grader.outcome import Failure
from grader.report.safe import one_line


def both(failure: Failure) -> tuple[str | None, str | None]:
    """What was given and what was expected, with as many digits as tell them apart; None where there is nothing."""
    values = (failure.yours, failure.expected)
    digits = 8 if text(values[0]) != text(values[1]) else 17
    yours, expected = (None if value is None else text(value, digits) for value in values)
    return yours, expected


def text(value: Any, digits: int = 8) -> str:
    """A value as text."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, list):
        return _rows(value, digits)
    return f"{value + 0.0:.{digits}g}" if isinstance(value, float) else json.dumps(value)


def _rows(value: list[Any], digits: int, indent: int = 0) -> str:
    deep = any(isinstance(item, list) for item in value)
    parts = [_rows(it, digits, indent + 1) if isinstance(it, list) else text(it, digits) for it in value]
    return "[" + (",\n" + " " * (indent + 1) if deep else ", ").join(parts) + "]"
