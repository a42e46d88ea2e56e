"""The submission as a property check sees it: functions whose calls are made in the worker."""

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np

from grader.collect import Host
from grader.course import Exercise
from grader.findings import Finding, contract, describe, fault_finding, parts
from grader.outcome import FaultKind
from grader.plan import FunctionPlan, Plan, Slot
from grader.properties import Property, Wrong
from grader.reference import Reference
from grader.session import Gone
from grader.worker import wire
from grader.worker.reports import Report


class _Stop(BaseException):
    """A call gave no usable answer: the check ends with this finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding


class Handle:
    """A cache that stayed in the worker."""

    def __init__(self, key: str, index: int | None) -> None:
        self.key = key
        self.index = index


class Layer:
    """See `grader.properties.Layer`."""

    def __init__(self, plan: Plan, host: Host, remarks: list[str]) -> None:
        self._plan = plan
        self._host = host
        self._remarks = remarks
        self._calls = 0

    def remark(self, text: str) -> None:
        """Say something that costs no points."""
        self._remarks.append(text)

    def __getattr__(self, name: str) -> Any:
        if name not in self._plan.functions:
            raise AttributeError(name)
        return lambda *args: self._call(self._plan.functions[name], args)

    def _call(self, function: FunctionPlan, args: tuple[Any, ...]) -> Any:
        encoder = wire.Encoder()
        self._calls += 1
        key = f"property {self._calls}"
        after = [i for i, value in enumerate(args) if isinstance(value, dict)]
        step = {
            "fn": function.name,
            "args": [_encode(value, encoder) for value in args],
            "opaque": function.opaque,
            "after": after,
            "keep": key,
        }
        request = wire.pack({"do": "run", "cases": [{"id": 0, "steps": [step]}]}, bytes(encoder.payload))
        session = self._host.session
        if session is None:
            session = self._host.open(self._plan)
        self._host.extend(self._host.limits.wall_s)
        ((_, _, report),) = session.run(request, [(0, 1)])
        if report.skipped:
            raise _Stop(Finding("contract", f"{function.name} gave no cache to go on with"))
        if report.fault is not None:
            raise _Stop(fault_finding(function, report.fault))
        for i, left in zip(after, report.after, strict=False):
            if isinstance(left, dict):
                args[i].update(left)
        values, finding = parts(function, report)
        if finding is not None:
            raise _Stop(finding)
        for slot in function.slots:
            if slot.path[0] == "result" and len(slot.path) == 2:
                _usable(function, slot, values[slot.path[1]])
        values = [Handle(key, i) if i in function.opaque else value for i, value in enumerate(values)]
        return values[0] if function.bare else tuple(values)


def _usable(function: FunctionPlan, slot: Slot, value: Any) -> None:
    """Let arrays and numbers through to the check, which works with them; nothing else."""
    if not isinstance(value, np.ndarray | float | int | np.generic if slot.number else np.ndarray):
        wanted = "a number" if slot.number else "an array"
        raise _Stop(Finding("contract", f"{function.name}: {slot.name} is {describe(value)}, not {wanted}"))
    finding = contract(function, slot, 0, value, value, lenient=True)
    if finding is not None:
        raise _Stop(finding)


def _encode(value: Any, encoder: wire.Encoder) -> list[Any]:
    if isinstance(value, Handle):
        return ["kept", value.key, value.index]
    if isinstance(value, np.random.Generator):
        return ["rng", int(value.integers(2**32))]
    if isinstance(value, dict):
        return ["d", [[key, _encode(item, encoder)] for key, item in value.items()]]
    return encoder.value(value)


class _Trusted:
    """The reference in the place of a worker."""

    def __init__(self, exercise: Exercise) -> None:
        self.runner = Reference(exercise).runner

    def run(self, request: bytes, programs: list[tuple[int, int]]) -> Iterator[tuple[int, int, Report]]:
        """As a session does."""
        header, payload = wire.unpack(BytesIO(request).read) or ({"cases": []}, b"")
        for case, _ in programs:
            for step, report in enumerate(self.runner.run(header["cases"][case]["steps"], payload)):
                yield case, step, Report(*report)

    def extend(self, seconds: float) -> None:
        """It takes the time that it takes."""


#: What a check raises that stumbles over an answer: another shape than it may have, nothing in it.
_STUMBLES = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)


def run(it: Property, exercise: Exercise, plan: Plan, host: Host, remarks: list[str]) -> Finding | None:
    """Run one property check; a fault in the check itself is ours and is raised."""
    layer = Layer(plan, host, remarks)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):  # answers may be anything
            warnings.simplefilter("ignore")
            it.run(layer)
    except _STUMBLES:
        trusted: Any = _Trusted(exercise)
        it.run(Layer(plan, Host(host.submission, "", host.limits, trusted), []))  # raises again where it is our fault
        return Finding("contract", f"{it.function} gives something that the check {it.name!r} cannot work with")
    except Wrong as wrong:
        return Finding("wrong", f"{it.function}: {wrong}", yours=wrong.yours, expected=wrong.expected)
    except _Stop as stop:
        return stop.finding
    except Gone as gone:
        host.close()
        kind: FaultKind = gone.kind  # type: ignore[assignment]
        return Finding(kind, f"{it.function} did not answer: {gone.message}")
    return None
