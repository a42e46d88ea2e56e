"""Puts a failure into words: what is wrong, where, on which smallest case, and what the mistake probably is."""

from typing import Any

import numpy as np

from grader.battery import Battery
from grader.collect import Answers, Host
from grader.course import Exercise
from grader.diagnose import diagnose
from grader.findings import Finding, at_line
from grader.judge import Verdict
from grader.outcome import Failure, Tried
from grader.snippet import Snippet

#: Arrays up to this many elements are shown whole.
SHOWN = 60


class Explainer:
    """Describes the red checks of one submission; `full` adds the smallest cases and diagnoses, which cost time."""

    def __init__(self, exercise: Exercise, battery: Battery, answers: Answers, host: Host, *, full: bool) -> None:
        self.exercise = exercise
        self.battery = battery
        self.answers = answers
        self.host = host
        self.full = full
        self.sentences: dict[str, str] = {}

    def group(self, verdicts: dict[str, Verdict]) -> None:
        """Diagnose each red check; what the same mistake explains waits for it, so that one cause is one red line."""
        if not self.full:
            return
        for verdict in verdicts.values():
            if not _diagnosable(verdict):
                continue
            others = [other for other in verdicts.values() if other is not verdict and _diagnosable(other)]
            found = diagnose(self.exercise, self.battery, self.answers, verdict, others)
            if found is not None:
                self.sentences[verdict.check.id] = found.sentence
                for other in found.explains:
                    other.waits_for = verdict.check.id

    def failure(self, verdict: Verdict) -> Failure:
        """Describe one red check."""
        finding = verdict.finding
        assert finding is not None
        failure = Failure(what=finding.what, where=finding.where, diagnosis=self.sentences.get(verdict.check.id))
        failure.yours, failure.expected = _shown(finding)
        if finding.fault is not None:
            failure.traceback = traceback(self.host.submission.name, finding.fault) or None
        if verdict.failing and self.full and finding.kind != "not_implemented":
            self._add_case(failure, verdict, finding)
        return failure

    def _add_case(self, failure: Failure, verdict: Verdict, finding: Finding) -> None:
        number, place = verdict.failing[0]
        battery, case = self.battery, self.battery.cases[number]
        steps, payload, axes = battery.program(number), battery.inputs, case.axes
        if finding.kind in ("wrong", "contract", "raised"):
            from grader.shrink import Shrinker  # imports Hypothesis

            small = Shrinker(self.exercise, battery.plan, self.host, verdict.check, case).shrink(finding.kind)
            if small is not None and small.size[0] <= case.size:
                steps, payload, axes, place, finding = small.steps, small.payload, small.axes, small.step, small.finding
        failure.where = finding.where
        failure.yours, failure.expected = _shown(finding)
        shown = Snippet(battery.plan, steps, payload, place, whole=case.tag in ("again", "chain"))
        driven = bool(battery.plan.driver)  # its functions are not the student's own
        failure.tried = Tried(
            axes=axes,
            inputs={name: plain(value) for name, value in shown.inputs.items()},
            snippet="" if driven else shown.source(self.host.submission, finding),
            note=case.note or _NOTES.get(case.tag, ""),
        )


def _diagnosable(verdict: Verdict) -> bool:
    finding = verdict.finding
    if finding is None or verdict.waits_for is not None:
        return False
    return finding.kind in ("wrong", "contract", "raised") and bool(verdict.failing)


_NOTES = {
    "layout": "the arrays come in another memory layout",
    "integers": "the first array holds whole numbers (int64)",
    "again": "calls are repeated and interleaved, each with its own cache",
    "chain": "several calls in a row",
}


def _shown(finding: Finding) -> tuple[Any, Any]:
    """Both values: whole where they are small, else the first wrong entry."""
    yours, expected = finding.yours, finding.expected
    if isinstance(expected, np.ndarray) and expected.size > SHOWN and finding.index is not None:
        return plain(yours[finding.index]), plain(expected[finding.index])
    return plain(yours), plain(expected)


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


def traceback(file: str, fault: dict[str, Any]) -> list[str]:
    """The submission's own frames, one line each."""
    return [
        at_line(file, cell, line)
        + ("" if function == "<module>" else f", in {function}")
        + (f": {text}" if text else "")
        for cell, line, function, text in fault["frames"]
    ]
