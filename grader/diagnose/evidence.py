"""What there is to go by: every answer to one check that is wrong, beside what it should be and what was asked."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from grader import compare
from grader.battery import Battery, Case
from grader.collect import Answers
from grader.findings import parts, value_of
from grader.judge import Verdict
from grader.plan import FunctionPlan, Slot
from grader.worker import wire

Place = tuple[int, int]
Array = Any


@dataclass(frozen=True)
class Instance:
    """One wrong answer. The shapes of both arrays may differ."""

    place: Place
    yours: Array
    expected: Array
    battery: Battery

    @property
    def case(self) -> Case:
        """The case, which knows the sizes of its axes."""
        return self.battery.cases[self.place[0]]

    @cached_property
    def given(self) -> dict[str, Any]:
        """Arrays and numbers that the call and its forward were given, by name ("x", "conv_param.stride")."""
        return given(self.battery, self.place)

    @cached_property
    def wrong(self) -> Array:
        """The mask of entries that differ."""
        return compare.wrong(self.yours, self.expected, compare.REFERENCE)


class Evidence:
    """All wrong answers for one result of one function."""

    def __init__(self, battery: Battery, answers: Answers, verdict: Verdict) -> None:
        self.battery = battery
        self.verdict = verdict
        self.function: FunctionPlan = battery.plan.functions[verdict.check.function]
        slot = verdict.finding.slot if verdict.finding is not None else None
        self.slot: Slot | None = None if slot is None else self.function.slots[slot]
        self.name = "" if self.slot is None else self.slot.name
        self.instances: list[Instance] = []
        if self.slot is not None:
            values = {place: _values(battery, answers, self.function, self.slot, place) for place in verdict.failing}
            self.instances = [Instance(place, *found, battery) for place, found in values.items() if found is not None]
        self.whole = bool(self.instances) and len(self.instances) == len(verdict.failing)

    @cached_property
    def alike(self) -> list[Instance]:
        """The wrong answers, if every one of them has the right shape; else none."""
        fits = all(np.shape(it.yours) == np.shape(it.expected) for it in self.instances)
        return self.instances if self.whole and fits else []

    def block(self, axis: int, count: int, block: int, name: str) -> "Evidence":
        """The same of one block along an axis, under the block's name."""

        def cut(array: Array) -> Array:
            return np.split(array, count, axis)[block]

        part = copy(self)
        part.__dict__.pop("alike", None)
        part.name = name
        part.slot = None
        part.instances = [
            replace(
                it, yours=np.split(it.yours, count, axis)[block], expected=np.split(it.expected, count, axis)[block]
            )
            for it in self.alike
        ]
        return part

    @cached_property
    def right(self) -> list[Case]:
        """The cases of the same kinds on which the same result is right."""
        failing = {case for case, _ in self.verdict.failing}
        tags = {self.battery.cases[case].tag for case in failing}
        return [
            case
            for case in self.battery.cases
            if case.tag in tags and case.id not in failing and any(step.fn == self.function.name for step in case.steps)
        ]


def given(battery: Battery, place: Place) -> dict[str, Any]:
    """What a call, and the forward whose cache it takes, were given: arrays and numbers by name."""
    case, step = place
    program = battery.program(case)
    call = program[step]
    found: dict[str, Any] = {}
    for item in call["args"]:
        if item[0] == "out":
            found |= given(battery, (case, item[1]))
    for name, item in zip(battery.plan.functions[call["fn"]].parameters, call["args"], strict=False):
        found |= dict(_named(name, item, battery.inputs))
    return found


def _named(name: str, item: list[Any], inputs: bytes) -> Iterator[tuple[str, Any]]:
    if item[0] == "d":
        for key, value in item[1]:
            yield from _named(f"{name}.{key}", value, inputs)
    elif item[0] in ("a", "i", "f", "b", "s", "n"):
        yield name, wire.decode(item, inputs)


def _values(
    battery: Battery, answers: Answers, function: FunctionPlan, slot: Slot, place: Place
) -> tuple[Array, Array] | None:
    report = answers.reports[place]
    values, finding = parts(function, report) if report.answered else ([], None)
    if not report.answered or finding is not None:
        return None
    yours = value_of(function, slot, values, report)
    expected = function.pick(slot, battery.reference(*place))
    if not isinstance(yours, np.ndarray | np.generic | int | float) or expected is None:
        return None
    yours = compare.aligned(yours, expected) if slot.flat else yours
    yours = np.asarray(yours)
    return None if yours.dtype.kind not in "fiub" else (yours.astype(float), np.asarray(expected, float))
