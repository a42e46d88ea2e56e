"""Puts a failure into words: what is wrong, where, on which smallest case, and what the mistake probably is."""

import builtins
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.battery import Battery, Case
from grader.collect import Answers, Host
from grader.course import Exercise
from grader.diagnose import Diagnoser, Diagnosis, diagnosable
from grader.findings import Finding, at_line
from grader.judge import Verdict
from grader.outcome import Failure, Tried, Window
from grader.session import Gone
from grader.snippet import Snippet

if TYPE_CHECKING:
    from grader.shrink import Small

#: Arrays up to this many elements are shown whole; of others, so many rows and columns around the first wrong one.
SHOWN = 60
WINDOW = 8


class Explainer:
    """Describes the red checks of one submission; `full` adds the smallest cases and diagnoses, which cost time."""

    def __init__(self, exercise: Exercise, battery: Battery, answers: Answers, host: Host, *, full: bool) -> None:
        self.exercise = exercise
        self.battery = battery
        self.answers = answers
        self.host = host
        self.full = full
        self.found: dict[str, Diagnosis] = {}

    def group(self, verdicts: dict[str, Verdict]) -> None:
        """Diagnose each red check; what the same mistake explains waits for it, so that one cause is one red line."""
        if not self.full:
            return
        diagnoser = Diagnoser(self.exercise, self.battery, self.answers, self.host)
        for verdict in verdicts.values():
            if diagnosable(verdict):
                found = self.found[verdict.check.id] = diagnoser.diagnose(verdict, verdicts)
                for other in found.explains:
                    other.waits_for = verdict.check.id

    def failure(self, verdict: Verdict) -> Failure:
        """Describe one red check."""
        finding = verdict.finding
        assert finding is not None
        told = self.exercise.spec.tell.get(verdict.check.id)
        if told is not None:
            return Failure(what=told)
        failure = Failure(what=finding.what, where=finding.where)
        if (found := self.found.get(verdict.check.id)) is not None:
            failure.located = found.located or None
            if found.statement is not None:
                failure.diagnosis, failure.degree = found.statement.sentence, found.statement.degree
                failure.evidence = found.statement.evidence or None
        self._add_values(failure, verdict, finding)
        if finding.fault is not None:
            shown = self.exercise.spec.show_cases or finding.fault is self.answers.loaded.fault
            if not shown:
                failure.what = _without_message(verdict.check.function, finding.fault)
            failure.traceback = traceback(self.host.submission.name, finding.fault, whole=shown) or None
        if verdict.failing and self.full and finding.kind != "not_implemented":
            self._add_case(failure, verdict, finding)
        return failure

    def _add_case(self, failure: Failure, verdict: Verdict, finding: Finding) -> None:
        number, place = verdict.failing[0]
        note = _note(self.battery.cases[number])
        if not self.exercise.spec.show_cases:
            failure.tried = Tried(note=note) if note else None
            return
        battery, case = self.battery, self.battery.cases[number]
        steps, payload, axes = battery.program(number), battery.inputs, case.axes
        if finding.kind in ("wrong", "contract", "raised"):
            small = self._small(verdict, case, finding.kind)
            if small is not None and small.size[0] <= case.size:
                steps, payload, axes, place, finding = small.steps, small.payload, small.axes, small.step, small.finding
        failure.where = finding.where
        self._add_values(failure, verdict, finding)
        shown = Snippet(battery.plan, steps, payload, place, whole=case.tag in ("again", "chain"))
        driven = bool(battery.plan.driver)  # its functions are not the student's own
        failure.tried = Tried(
            axes=axes,
            inputs={name: plain(value) for name, value in shown.inputs.items()},
            snippet="" if driven else shown.source(self.host.submission, finding),
            note=note,
            input_axes=shown.axes,
        )

    def _small(self, verdict: Verdict, case: Case, kind: str) -> "Small | None":
        """The case of the known mistake that was made, if the submission fails there, too; else one for itself."""
        from grader.shrink import Shrinker, asking  # imports Hypothesis

        plan, check = self.battery.plan, verdict.check
        try:
            shrinker = Shrinker(self.exercise, plan, check, case, asking(self.host, plan))
            found = self.found.get(check.id)
            usual = found and found.mistake and found.mistake.small(self.battery, check, case, kind)
            small = shrinker.again(usual, kind) if usual else None
            return small or shrinker.shrink(kind)
        except Gone:
            return None

    def _add_values(self, failure: Failure, verdict: Verdict, finding: Finding) -> None:
        """Add both values: whole where they are small, else the part around the first wrong entry."""
        yours, expected, wrong = finding.yours, finding.expected, finding.wrong
        if finding.asks == "value" and not self.exercise.spec.show_cases:
            return
        failure.index = failure.axes = failure.window = failure.wrong = None
        if isinstance(expected, np.ndarray) and finding.index and finding.slot is not None:
            function = self.battery.plan.functions[verdict.check.function]
            failure.index = list(finding.index)
            failure.axes = function.axes(function.slots[finding.slot].name, expected.ndim)
            if expected.size > SHOWN:
                part, corner = _around(finding.index, expected.shape)
                failure.window = Window(corner, list(expected.shape))
                yours, expected, wrong = yours[part], expected[part], wrong[part]
            failure.wrong = plain(wrong)
        failure.yours, failure.expected = plain(yours), plain(expected)


_NOTES = {
    "layout": "the arrays come in another memory layout",
    "integers": "the first array holds whole numbers (int64)",
    "again": "calls are repeated and interleaved, each with its own cache",
    "chain": "several calls in a row",
}


def _note(case: Case) -> str:
    """What is special about a case."""
    return case.note or _NOTES.get(case.tag, "")


def _around(index: tuple[int, ...], shape: tuple[int, ...]) -> tuple[tuple[int | slice, ...], list[int]]:
    """A part of the last two axes with an entry in it, and the index of its first entry."""
    corner = list(index)
    for axis in range(max(0, len(shape) - 2), len(shape)):
        corner[axis] = max(0, min(index[axis] - 2, shape[axis] - WINDOW))
    slices = [slice(start, start + WINDOW) for start in corner[-2:]]
    return (*index[:-2], *slices), corner


def _without_message(function: str, fault: dict[str, Any]) -> str:
    """Describe an exception without its own words, which may hold the inputs of the case."""
    known = isinstance(getattr(builtins, fault["type"], None), type)
    return f"{function} raises {fault['type'] if known else 'an exception'}"


def plain(value: Any) -> Any:
    """Plain JSON: arrays as nested lists, what is not finite as text."""
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist()) if value.size <= 4 * SHOWN else f"array of shape {np.shape(value)}"
    if isinstance(value, float) and not np.isfinite(value):
        return repr(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value if isinstance(value, str | int | float | bool) or value is None else type(value).__name__


def traceback(file: str, fault: dict[str, Any], *, whole: bool = True) -> list[str]:
    """The submission's own frames, one line each; their places alone, unless the whole is asked for."""
    if not whole:
        return [at_line(file, cell, line) for cell, line, *_ in fault["frames"]]
    return [
        at_line(file, cell, line)
        + ("" if function == "<module>" else f", in {function}")
        + (f": {text}" if text else "")
        for cell, line, function, text in fault["frames"]
    ]
