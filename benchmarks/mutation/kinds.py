"""What the variables of a solution are while it runs: which of them could be mistaken for another."""

import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

import numpy as np

from grader.battery import Battery, Case
from grader.course import Exercise
from grader.reference import Reference

#: By function, line and variable: for example "f(2, 3)", "int" or "dict".
Kinds = dict[str, dict[int, dict[str, str]]]


def observe(exercise: Exercise, battery: Battery) -> Kinds:
    """Run the reference and note, where a line is first reached, what its variables hold."""
    reference = Reference(exercise)
    file = str(exercise.solution)
    kinds: Kinds = {}

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != file:
            return None
        lines = kinds.setdefault(frame.f_code.co_name, {})
        if event == "line" and frame.f_lineno not in lines:
            lines[frame.f_lineno] = dict(_kinds(frame.f_locals))
        return trace

    before = sys.gettrace()
    for case in sorted(battery.cases, key=_tells_apart):
        sys.settrace(trace)
        try:
            reference.run(battery.program(case.id), battery.inputs)
        finally:
            sys.settrace(before)
    return kinds


def _tells_apart(case: Case) -> tuple[int, int, int]:
    """Put cases first whose axes all have different sizes: there, only what belongs together has the same shape."""
    sizes = list(case.axes.values())
    return len(sizes) - len(set(sizes)), sizes.count(1), -case.size


def _kinds(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if name == "cache":  # what is unpacked from it is the same thing
            continue
        if isinstance(value, np.ndarray):
            yield name, f"{value.dtype.kind}{value.shape}"
        elif value is not None:
            yield name, type(value).__name__.replace("float64", "float")
