"""Hands a failure back to Hypothesis, which looks for the smallest case that fails in the same way.

What Hypothesis found for a known mistake is kept: a submission that makes it is shown the same case, if it fails there.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky, NoSuchExample

from grader import findings
from grader.battery import Case
from grader.collect import Host
from grader.compare import VACUOUS
from grader.course import Exercise
from grader.drawing import answer
from grader.entries import Wish
from grader.findings import Finding
from grader.plan import Check, Plan
from grader.reference import Reference
from grader.session import Gone
from grader.trials import ReferenceFault, Trial, Unit, encode
from grader.worker import wire
from grader.worker.reports import Report

if TYPE_CHECKING:
    from grader.diagnose import smalls

#: Attempts, not seconds: the same failure shrinks to the same case on a slow machine.
ATTEMPTS = 100
SECONDS = 3.0


@dataclass
class Small:
    """A small failing case: its program and arrays, what was found at which step, and the sizes."""

    steps: list[dict[str, Any]]
    payload: bytes
    step: int
    finding: Finding
    axes: dict[str, int]
    size: tuple[int, float]


class _Enough(BaseException):
    """Attempts or time are used up; not an Exception, so that Hypothesis lets it through."""


#: Runs one program somewhere, and brings back its reports.
Ask = Callable[[list[dict[str, Any]], bytes], list[Report]]


def asking(host: Host, plan: Plan) -> Ask:
    """Ask the submission; its worker is ended where it does not answer."""

    def ask(steps: list[dict[str, Any]], payload: bytes) -> list[Report]:
        session = host.session or host.open(plan)
        request = wire.pack({"do": "run", "cases": [{"id": 0, "steps": steps}]}, payload)
        try:
            return [report for _, _, report in session.run(request, [(0, len(steps))])]
        except Gone:
            host.close()  # else its late answer would be read as the answer to the next question
            raise

    host.extend(SECONDS)
    return ask


class Shrinker:
    """Looks for a small case in which a check finds the same kind of thing."""

    def __init__(self, exercise: Exercise, plan: Plan, check: Check, case: Case, ask: Ask) -> None:
        self.reference = Reference(exercise)
        self.plan = plan
        self.check = check
        self.case = case
        self.ask = ask
        self.attempts = 0
        self.best: Small | None = None

    def shrink(self, kind: str) -> Small | None:
        """Return the smallest case found that fails with this kind of fault."""
        if self.case.tag != "ordinary":
            return None
        unit = Unit(self.reference, self.plan, self.reference.functions(), self.case.unit)
        backward = self.plan.functions[self.check.function].forward is not None
        build = unit.ordinary if backward or not unit.said.train else unit.forward_only
        wish = Wish(limits=self.case.axes, simple=True)

        @st.composite
        def trials(draw: Any) -> Trial:
            return build(draw, wish)

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                find(trials(), lambda trial: self._fails(trial, kind), settings=_SETTINGS, random=Random(0))
        except (_Enough, NoSuchExample, ReferenceFault, Flaky):  # flaky: their function, at random
            pass
        return self.best

    def again(self, known: "smalls.Small", kind: str) -> Small | None:
        """Return a case that is known to be small, with what is found in it here."""
        try:
            place, finding = self._found(known.steps, known.payload, kind)
        except (_Enough, ReferenceFault):
            return None
        if finding is None:
            return None
        return Small(known.steps, known.payload, place, finding, known.axes, known.size)

    def _fails(self, trial: Trial, kind: str) -> bool:
        self.attempts += 1
        if self.attempts > ATTEMPTS:
            raise _Enough
        encoder = wire.Encoder()
        steps = encode(trial, self.plan, encoder)
        payload = bytes(encoder.payload)
        place, finding = self._found(steps, payload, kind)
        if finding is None:
            return False
        size = (trial.size, _plainness(trial))
        if self.best is None or size < self.best.size:
            self.best = Small(steps, payload, place, finding, trial.axes, size)
        return True

    def _found(self, steps: list[dict[str, Any]], payload: bytes, kind: str) -> tuple[int, Finding | None]:
        """The first step in which the check finds that kind of thing, and what it finds."""
        expected = answer(self.reference, steps, payload)
        try:
            reports = self.ask(steps, payload)
        except Gone:
            raise _Enough from None
        for place, (step, report, theirs) in enumerate(zip(steps, reports, expected, strict=True)):
            if step["fn"] != self.check.function:
                continue
            finding = findings.find(self.check, self.plan.functions[step["fn"]], report, self._judged(theirs))
            if finding is not None and finding.kind == kind:
                return place, finding
        return 0, None

    def _judged(self, report: Report) -> list[Any]:
        function = self.plan.functions[self.check.function]
        return [
            None if value is None or (slot.check.startswith("gradient") and _tiny(value)) else value
            for slot in function.slots
            for value in (function.pick(slot, report),)
        ]


def _tiny(value: Any) -> bool:
    return bool(value.size == 0 or abs(value).max() <= VACUOUS)


_SETTINGS = settings(
    max_examples=100,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


def _plainness(trial: Trial) -> float:
    """How far its numbers are from 0 and 1: the smaller, the easier to follow by hand."""
    total = 0.0
    for _, args in trial.steps:
        for value in args:
            if hasattr(value, "dtype") and value.size:
                total += float(abs(value).sum()) + 10 * float((value != value.round()).sum())
            elif isinstance(value, int | float):
                total += abs(value) + 10 * (value != round(value))
    return total
