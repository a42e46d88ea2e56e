"""Numerical derivatives of a submission's own forward, by central differences."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from grader import compare
from grader.battery import Battery, Case
from grader.collect import Host
from grader.findings import parts, value_of
from grader.plan import Check, FunctionPlan
from grader.session import Session
from grader.worker import wire
from grader.worker.reports import Report

CASES = 4
ELEMENTS = 60


def right_for_own_forward(battery: Battery, host: Host, check: Check, failing: list[tuple[int, int]]) -> bool:
    """Whether a gradient that differs from the reference fits the submission's own forward, on several cases."""
    function = battery.plan.functions[check.function]
    assert check.slot is not None
    session = host.session
    if session is None:
        session = host.open(battery.plan)
    host.extend(host.limits.wall_s)
    chosen = list(islice(_usable(battery, function, check.slot, failing), CASES))
    found: list[bool | None] = []
    for some in (chosen[:1], chosen[1:]):  # most wrong gradients are seen to be wrong on the first
        try:
            with np.errstate(all="ignore"):  # what comes back may be anything
                found += _fits(session, [_Derivative(battery, function, case, step, check.slot) for case, step in some])
        except _Unusable:
            return False
        if False in found:
            return False
    return True in found


def _usable(
    battery: Battery, function: FunctionPlan, slot: int, failing: list[tuple[int, int]]
) -> Iterator[tuple[Case, int]]:
    for number, step in failing:
        case = battery.cases[number]
        size = np.size(battery.expected(number, step, slot))
        if case.tag == "ordinary" and case.steps[step].judged[slot] and 1 < size <= ELEMENTS:
            yield case, step


class _Unusable(Exception):
    """The forward gives nothing that can be differentiated."""


class _Derivative:
    """The derivative of one call's forward, asked of the submission itself."""

    def __init__(self, battery: Battery, function: FunctionPlan, case: Case, step: int, slot: int) -> None:
        self.function = function
        self.steps = battery.program(case.id)
        self.step = step
        self.slot = function.slots[slot]
        self.forward = battery.plan.functions[function.forward or function.name]
        cached = next((arg[1] for arg in self.steps[step]["args"] if arg[0] == "out"), step)
        self.call = self.steps[cached if function.forward else step]
        self.inputs = battery.inputs
        self.upstream = [
            wire.decode(arg, battery.inputs) for arg in self.steps[step]["args"] if arg[0] == "a" and function.forward
        ]
        self.name = self.slot.check.removeprefix("gradient of ")
        self.value = np.array(wire.decode(self._argument(self.name), battery.inputs))

    def programs(self, encoder: wire.Encoder) -> list[list[dict[str, Any]]]:
        """What to ask: for the gradient itself, then for the forward a small step up and down from each entry."""
        asked = [self.steps]
        for index in np.ndindex(self.value.shape):
            for sign in (1, -1):
                moved = self.value.copy()
                moved[index] += sign * compare.STEP
                asked.append([{**self.call, "args": self._moved(self.name, encoder.value(moved))}])
        return asked

    def fits(self, reports: list[list[Report]]) -> bool | None:
        """Whether the submission's gradient equals the derivative of its forward; None where that is about zero."""
        objective = [self._number(report) for (report,) in reports[1:]]
        pairs = np.array(objective).reshape(-1, 2)
        numerical = ((pairs[:, 0] - pairs[:, 1]) / (2 * compare.STEP)).reshape(self.value.shape)
        given = self._given(reports[0][self.step])
        if self.slot.flat:
            given = compare.aligned(given, numerical)
        fits = compare.equal(given, numerical, compare.NUMERICAL)
        return None if fits and np.max(np.abs(numerical)) <= compare.VACUOUS else fits

    def _argument(self, name: str) -> list[Any]:
        """The argument of that name, or the entry of that name in a dictionary of parameters."""
        named = dict(zip(self.forward.parameters, self.call["args"], strict=False))
        inner = {key: value for arg in self.call["args"] if arg[0] == "d" for key, value in arg[1]}
        found: list[Any] = named[name] if name in named else inner[name]
        return found

    def _moved(self, name: str, value: list[Any]) -> list[Any]:
        """The arguments with one replaced."""
        args = []
        for parameter, arg in zip(self.forward.parameters, self.call["args"], strict=False):
            if parameter == name:
                arg = value
            elif arg[0] == "d" and name not in self.forward.parameters:
                arg = ["d", [[key, value if key == name else item] for key, item in arg[1]]]
            args.append(arg)
        return args

    def _given(self, report: Report) -> Any:
        values, finding = parts(self.function, report) if report.answered else ([], None)
        if finding is not None or not values:
            raise _Unusable
        return value_of(self.function, self.slot, values, report)

    def _number(self, report: Report) -> float:
        values, finding = parts(self.forward, report) if report.answered else ([], None)
        if finding is not None or not values:
            raise _Unusable
        if not self.function.forward:
            if not isinstance(values[0], float | int | np.generic) and np.shape(values[0]) != ():
                raise _Unusable
            return float(values[0])
        arrays = [value for value in values if isinstance(value, np.ndarray)]
        if len(arrays) != len(self.upstream):
            raise _Unusable
        total = 0.0
        for value, dout in zip(arrays, self.upstream, strict=True):
            if value.shape != dout.shape:
                raise _Unusable
            total += float(np.sum(value * dout))
        return total


def _fits(session: Session, derivatives: list[_Derivative]) -> list[bool | None]:
    """Ask for all of them at once."""
    if not derivatives:
        return []
    encoder = wire.Encoder()
    encoder.payload += derivatives[0].inputs
    asked = [derivative.programs(encoder) for derivative in derivatives]
    programs = [program for some in asked for program in some]
    reports: list[list[Report]] = [[] for _ in programs]
    cases = [{"id": i, "steps": steps} for i, steps in enumerate(programs)]
    request = wire.pack({"do": "run", "cases": cases}, bytes(encoder.payload))
    for case, _, report in session.run(request, [(i, len(steps)) for i, steps in enumerate(programs)]):
        reports[case].append(report)
    answers = iter(reports)
    return [it.fits([*islice(answers, len(some))]) for it, some in zip(derivatives, asked, strict=True)]
