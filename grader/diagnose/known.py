"""Known mistakes: patches of the reference whose answers are compared with the submission's."""

import warnings

import numpy as np

from grader import compare
from grader.battery import Battery
from grader.collect import Answers
from grader.course import Exercise, Mistake
from grader.drawing import pick
from grader.errors import CourseError
from grader.findings import parts, value_of
from grader.judge import Verdict
from grader.reference import Reference

CASES = 60


def match(exercise: Exercise, battery: Battery, answers: Answers, verdict: Verdict) -> str | None:
    """Return the sentence of the mistake that gives the submission's answer on every failing case."""
    for mistake in exercise.spec.mistake:
        if mistake.caught_by == verdict.check.id and _fits(exercise, mistake, battery, answers, verdict):
            return mistake.says
    return None


def _fits(exercise: Exercise, mistake: Mistake, battery: Battery, answers: Answers, verdict: Verdict) -> bool:
    source = exercise.solution.read_text("utf-8")
    try:
        patched = Reference(exercise, mistake.patch(source, str(exercise.toml)))
    except CourseError:
        return False
    places = [place for place in verdict.failing if "value" in answers.reports[place]]
    same = [_same(patched, battery, answers, verdict, *place) for place in places[:CASES]]
    return bool(same) and all(same)


def _same(patched: Reference, battery: Battery, answers: Answers, verdict: Verdict, case: int, step: int) -> bool:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        theirs = patched.run(battery.program(case), battery.inputs)[step]
    report = answers.reports[case, step]
    function = battery.plan.functions[verdict.check.function]
    values, finding = parts(function, report)
    if "value" not in theirs or finding is not None:
        return False
    finding_slot = verdict.finding.slot if verdict.finding is not None else None
    slots = [function.slots[finding_slot]] if finding_slot is not None else function.slots
    for slot in slots:
        try:
            expected = pick(slot, function.name, battery.plan, theirs)
        except (TypeError, IndexError, AttributeError):
            return False
        yours = value_of(function, slot, values, report)
        if not isinstance(yours, np.ndarray | np.generic | float | int) or expected is None:
            return False
        with np.errstate(all="ignore"):
            both_nan = np.shape(yours) == np.shape(expected) and np.array_equal(yours, expected, equal_nan=True)
        if not (both_nan or compare.equal(yours, expected, compare.loosened(function.tolerance))):
            return False
    return True
