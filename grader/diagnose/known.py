"""Known mistakes: patches of the reference whose answers are compared with the submission's."""

import warnings
from dataclasses import dataclass

import numpy as np

from grader import compare
from grader.battery import Battery
from grader.collect import Answers
from grader.course import Exercise
from grader.findings import parts, value_of
from grader.judge import Verdict
from grader.reference import Reference

CASES = 60
#: Said in place of the mistake itself, where finding it is the exercise.
PLANTED = "This is one of the bugs that were in the file from the start, and it alone."


@dataclass
class Known:
    """A known mistake: the reference with its patch, and what is said of it."""

    patched: Reference
    says: str

    def fits(self, battery: Battery, answers: Answers, verdict: Verdict) -> bool:
        """Whether it gives the submission's answer on every case on which a check fails."""
        places = _telling(battery, answers, verdict)
        chosen = places[:: -(-len(places) // CASES) or 1]  # of all sizes: the smallest tell the least
        return bool(chosen) and all(_same(self.patched, battery, answers, verdict, *place) for place in chosen)


def _telling(battery: Battery, answers: Answers, verdict: Verdict) -> list[tuple[int, int]]:
    """The cases to compare: those that fail with a value.

    Where something is raised, every case of the function, if any of them gave a value: that it raises on the same cases
    tells something, that it raises does not.
    """
    kind = verdict.finding.kind if verdict.finding is not None else None
    if kind in ("wrong", "contract"):
        return [place for place in verdict.failing if answers.reports[place].answered]
    if kind != "raised":
        return []
    called = [
        (case.id, place)
        for case in battery.cases
        for place, step in enumerate(case.steps)
        if case.tag == "ordinary" and step.fn == verdict.check.function
    ]
    called = [place for place in called if place in answers.reports and not answers.reports[place].skipped]
    return called if any(answers.reports[place].answered for place in called) else []


def match(exercise: Exercise, battery: Battery, answers: Answers, verdict: Verdict) -> Known | None:
    """Return the mistake that gives the submission's answer on every failing case; those of this check first."""
    mistakes = sorted(exercise.spec.mistake, key=lambda mistake: mistake.caught_by != verdict.check.id)
    source = exercise.solution.read_text("utf-8")
    for mistake in mistakes:
        says = PLANTED if mistake.planted else mistake.says
        known = Known(Reference(exercise, mistake.patch(source, str(exercise.toml))), says)
        if known.fits(battery, answers, verdict):
            return known
    return None


def _same(patched: Reference, battery: Battery, answers: Answers, verdict: Verdict, case: int, step: int) -> bool:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        theirs = patched.run(battery.program(case), battery.inputs)[step]
    report = answers.reports[case, step]
    if verdict.check.kind == "mutation":
        return (theirs.mutated, theirs.reached) == (report.mutated, report.reached)
    if report.fault is not None:
        return theirs.fault is not None and bool(theirs.fault["type"] == report.fault["type"])
    function = battery.plan.functions[verdict.check.function]
    values, finding = parts(function, report)
    if not theirs.answered or finding is not None:
        return False
    finding_slot = verdict.finding.slot if verdict.finding is not None else None
    slots = [function.slots[finding_slot]] if finding_slot is not None else function.slots
    for slot in slots:
        try:
            expected = function.pick(slot, theirs)
        except (TypeError, IndexError, AttributeError):
            return False
        yours = value_of(function, slot, values, report)
        if slot.flat and isinstance(yours, np.ndarray) and expected is not None:
            yours, expected = np.squeeze(yours), np.squeeze(expected)
        if not isinstance(yours, np.ndarray | np.generic | float | int) or expected is None:
            return False
        with np.errstate(all="ignore"):
            both_nan = np.shape(yours) == np.shape(expected) and np.array_equal(yours, expected, equal_nan=True)
        if not (both_nan or compare.equal(yours, expected, compare.loosened(function.tolerance))):
            return False
    return True
