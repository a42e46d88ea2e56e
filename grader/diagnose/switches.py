"""Finds the term that is wrong by switching inputs off: what is right once an input is zero uses that input wrongly."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader import compare
from grader.collect import Host
from grader.diagnose.evidence import Evidence, Instance
from grader.diagnose.statement import Statement, degree
from grader.findings import parts, value_of
from grader.reference import Reference
from grader.session import Gone
from grader.worker import wire
from grader.worker.reports import Report

#: So many failing cases are run again.
CASES = 8
FEWEST = 4

Key = tuple[str, str, tuple[int, int]]  # input, what is done to it, case


@dataclass
class Switches:
    """What a function answers, and what it should, with one input after the other at zero or changed."""

    chosen: list[Instance]
    names: list[str]
    yours: dict[Key, Report]
    theirs: dict[Key, Report]

    @classmethod
    def run(cls, evidence: Evidence, host: Host, reference: Reference) -> "Switches | None":
        """Try the inputs of a function on some of its failing cases; None where that tells nothing."""
        chosen = _chosen(evidence)
        names = (
            [name for name in chosen[0].given if all(_is_floats(it.given.get(name)) for it in chosen)] if chosen else []
        )
        if len(names) < 2 or evidence.function.driven or evidence.function.random:
            return None
        trials = [(name, kind, it) for name in names for kind in ("zero", "other") for it in chosen]
        programs, payload = _programs(evidence, trials)
        keys = [(name, kind, it.place) for name, kind, it in trials]
        cases = [{"id": i, "steps": steps} for i, steps in enumerate(programs)]
        yours: dict[Key, Report] = {}
        try:
            session = host.session or host.open(evidence.battery.plan)
            host.extend(host.limits.wall_s)
            request = wire.pack({"do": "run", "cases": cases}, payload)
            for case, _, report in session.run(request, [(i, len(steps)) for i, steps in enumerate(programs)]):
                yours[keys[case]] = report  # the last step's stays
        except Gone:
            host.close()
            return None
        theirs = [reference.run(program, payload)[-1] for program in programs]
        return cls(chosen, names, yours, dict(zip(keys, theirs, strict=True)))

    def conclude(self, evidence: Evidence) -> Statement | None:
        """Say what a wrong result of the function does not depend on, or which input its wrong part takes."""
        failing = {it.place for it in evidence.alike}
        chosen = [it for it in self.chosen if it.place in failing]
        if len(chosen) < FEWEST:
            return None
        name = evidence.name
        for given in self.names:
            yours, theirs = self._values(evidence, chosen, given, "other")
            was = [self._was(evidence, it) for it in chosen]
            stays = all(_equal(one, before) for one, (before, _) in zip(yours, was, strict=True))
            if stays and not any(_equal(one, expected) for one, (_, expected) in zip(theirs, was, strict=True)):
                says = f"Your {name} does not depend on {given}: whatever {given} holds, it comes out the same."
                return Statement(says, degree(len(chosen)), cause=f"ignores {given}")
        mending = []
        for given in self.names:
            yours, theirs = self._values(evidence, chosen, given, "zero")
            telling = all(one is not None and np.max(np.abs(one), initial=0.0) > compare.VACUOUS for one in theirs)
            if telling and all(_equal(one, other) for one, other in zip(yours, theirs, strict=True)):
                mending.append(given)
        if len(mending) != 1:
            return None
        (given,) = mending
        says = f"Your {name} is right as soon as {given} is zero: look at the part of it that {given} enters."
        return Statement(says, degree(len(chosen)), cause=f"misuses {given}")

    def _values(self, evidence: Evidence, chosen: list[Instance], given: str, kind: str) -> tuple[list[Any], list[Any]]:
        keys = [(given, kind, it.place) for it in chosen]
        return [_value(evidence, self.yours[key]) for key in keys], [_value(evidence, self.theirs[key]) for key in keys]

    def _was(self, evidence: Evidence, it: Instance) -> tuple[Any, Any]:
        mine = next(other for other in evidence.alike if other.place == it.place)
        return mine.yours, mine.expected


def _chosen(evidence: Evidence) -> list[Instance]:
    """Failing cases of all sizes but the smallest."""
    ordinary = [it for it in evidence.alike if it.case.tag == "ordinary"]
    larger = ordinary[len(ordinary) // 3 :]
    return larger[:: max(1, len(larger) // CASES)][:CASES] if len(larger) >= FEWEST else []


def _programs(evidence: Evidence, trials: list[tuple[str, str, Instance]]) -> tuple[list[Any], bytes]:
    """Each trial's case up to the failing step, with one input replaced wherever it is given."""
    encoder = wire.Encoder()
    encoder.payload += evidence.battery.inputs
    programs = []
    for name, kind, it in trials:
        value = it.given[name]
        item = encoder.value(np.zeros(value.shape) if kind == "zero" else _other(value))
        case, place = it.place
        program = evidence.battery.program(case)[: place + 1]
        programs.append([{**step, "args": list(_replaced(evidence, step, name, item))} for step in program])
    return programs, bytes(encoder.payload)


def _other(value: Any) -> Any:
    """Other numbers of about the same size, with the same signs."""
    return value * np.linspace(0.55, 0.95, value.size).reshape(value.shape)


def _replaced(evidence: Evidence, step: dict[str, Any], name: str, item: list[Any]) -> Iterator[Any]:
    owner, _, key = name.partition(".")
    for parameter, arg in zip(evidence.battery.plan.functions[step["fn"]].parameters, step["args"], strict=False):
        if parameter != owner:
            yield arg
        elif key and arg[0] == "d":
            yield ["d", [[k, item if k == key else value] for k, value in arg[1]]]
        else:
            yield arg if key else item


def _is_floats(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size > 0


def _value(evidence: Evidence, report: Report) -> Any:
    """The judged result of a report; None where there is none."""
    values, finding = parts(evidence.function, report) if report.answered else ([], None)
    if not report.answered or finding is not None or evidence.slot is None:
        return None
    value = value_of(evidence.function, evidence.slot, values, report)
    return np.asarray(value, float) if isinstance(value, np.ndarray | np.generic | float | int) else None


def _equal(one: Any, other: Any) -> bool:
    return one is not None and other is not None and compare.equal(one, other, compare.REFERENCE)
