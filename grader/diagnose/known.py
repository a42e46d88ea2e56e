"""Known mistakes: patches of the reference whose answers are compared with the submission's."""

import functools
import hashlib
import re
import warnings
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader import compare
from grader.battery import Battery, Case
from grader.collect import Answers
from grader.course import Exercise
from grader.diagnose.smalls import Small, Smalls
from grader.errors import CourseError
from grader.findings import parts, value_of
from grader.judge import Verdict
from grader.plan import Check, FunctionPlan
from grader.reference import Reference
from grader.spec import Mistake
from grader.worker.reports import Report

Place = tuple[int, int]
Array = Any
#: Checks that are green, by id.
Right = frozenset[str]

#: On so many failing cases, and so many others, an answer is compared.
CASES, PASSING = 60, 24
#: Said in place of the mistake itself, where finding it is the exercise.
PLANTED = "This is one of the bugs that were in the file from the start, and it alone."


@dataclass
class Known:
    """A known mistake, or several in one: the patched reference, and what it answers."""

    says: str
    rank: int  # of the check that catches it: checks before that one are not red for it
    mistakes: tuple[Mistake, ...]
    source: str
    exercise: Exercise
    smalls: Smalls
    _answers: dict[int, list[Report]] = field(default_factory=dict)

    @functools.cached_property
    def patched(self) -> Reference:
        """The reference with the mistake in it."""
        return Reference(self.exercise, self.source)

    def fits(self, battery: Battery, answers: Answers, verdict: Verdict, right: Right) -> bool:
        """Whether it gives the submission's answer wherever a check fails, and nearly always where it does not.

        Nearly: a case may pass by its tolerance only, and what the mistake does there depends on the rounding.
        """
        failing = _some(_failing(answers, verdict), CASES)
        if not failing or self.misses(battery, answers, verdict, failing, right, most=0):
            return False
        passing = _some(_passing(battery, answers, verdict), PASSING)
        return len(self.misses(battery, answers, verdict, passing, most=PASSING // 8)) <= PASSING // 8

    def small(self, battery: Battery, check: Check, case: Case, kind: str) -> Small | None:
        """The smallest case on which a check finds it."""
        name = f"{self.digest} {check.id} {case.id} {kind}"
        if name not in self.smalls:
            from grader.shrink import Shrinker  # imports Hypothesis

            with np.errstate(all="ignore"):
                found = Shrinker(self.exercise, battery.plan, check, case, self.patched.run).shrink(kind)
            self.smalls[name] = None if found is None else Small(found.steps, found.payload, found.axes, found.size)
        return self.smalls[name]

    @functools.cached_property
    def digest(self) -> str:
        """A hash of the patched source."""
        return hashlib.sha256(self.source.encode()).hexdigest()[:16]

    def message(self, battery: Battery, place: Place) -> str:
        """What it raises there, without the numbers."""
        fault = self._answer(battery, place).fault
        return re.sub(r"\d+", "0", fault["message"]) if fault is not None else ""

    def misses(
        self,
        battery: Battery,
        answers: Answers,
        verdict: Verdict,
        places: list[Place],
        right: Right = frozenset(),
        most: int | None = None,
    ) -> list[Place]:
        """The cases on which it gives another answer; no more than `most` + 1 of them are looked for."""
        found: list[Place] = []
        for place in places:
            if not _same(self._answer(battery, place), battery, answers, verdict, place, right):
                found.append(place)
                if most is not None and len(found) > most:
                    break
        return found

    def _answer(self, battery: Battery, place: Place) -> Report:
        case, step = place
        if case not in self._answers:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                self._answers[case] = self.patched.run(battery.program(case), battery.inputs)
        return self._answers[case][step]


class Suspects:
    """The known mistakes of an exercise; what they answer is computed once, for every submission."""

    def __init__(self, exercise: Exercise, battery: Battery) -> None:
        self.exercise = exercise
        self.ranks = {check.function: i for i, check in reversed(list(enumerate(battery.plan.checks)))}
        self.reference = Reference(exercise)
        self.smalls = Smalls(exercise, battery.seed)
        self.all = [self._known((mistake,), self.reference.source) for mistake in exercise.spec.mistake]

    def of(self, verdict: Verdict, right: Right) -> list[Known]:
        """Those that can make a check red and are not caught by one that is green."""
        limit = self.ranks[verdict.check.function]
        able = [known for known in self.all if known.rank <= limit and known.mistakes[0].ends]
        return [known for known in able if known.mistakes[0].caught_by not in right]

    def together(self, first: Known, second: Known) -> Known | None:
        """Two mistakes in one file; None where their patches meet."""
        try:
            return self._known((*first.mistakes, *second.mistakes), self.reference.source)
        except CourseError:
            return None

    def _known(self, mistakes: tuple[Mistake, ...], source: str) -> Known:
        for mistake in mistakes:
            source = mistake.patch(source, str(self.exercise.toml))
        last = mistakes[-1]
        rank = max(self.ranks.get(mistake.caught_by.partition(":")[0], 0) for mistake in mistakes)
        return Known(PLANTED if last.planted else last.says, rank, mistakes, source, self.exercise, self.smalls)


_suspects: dict[tuple[str, str, int], Suspects] = {}


def suspects(exercise: Exercise, battery: Battery) -> Suspects:
    """The known mistakes of an exercise, kept for the next submission."""
    key = (str(exercise.solution), battery.plan.version, battery.seed)
    if key not in _suspects:
        while len(_suspects) >= 8:
            _suspects.pop(next(iter(_suspects)))
        _suspects[key] = Suspects(exercise, battery)
    return _suspects[key]


def forget() -> None:
    """Drop what was kept."""
    _suspects.clear()


def match(
    known: Suspects, battery: Battery, answers: Answers, verdict: Verdict, right: Right, clear: list[Known]
) -> tuple[Known, ...]:
    """Return the mistake that gives the submission's answer on every failing case, or the two that do together.

    Two are looked for where one of them is clear: it was found in an earlier check, or explains a part of the cases.
    `right` are the checks that are green.
    """
    able = known.of(verdict, right)
    fitting: list[Known] = []
    for mine in (True, False):  # those that this check is known to catch, before any other is tried
        some = [one for one in able if (one.mistakes[0].caught_by == verdict.check.id) is mine]
        fitting = fitting or [one for one in some if one.fits(battery, answers, verdict, right)]
    if verdict.finding is not None and verdict.finding.kind == "raised":
        return _raising(fitting, battery, answers, verdict)
    if len(fitting) > 1:
        passing = _passing(battery, answers, verdict)
        fitting.sort(key=lambda one: len(one.misses(battery, answers, verdict, passing)))
    if fitting:
        return (fitting[0],)
    for first in clear:
        for second in able:
            both = known.together(first, second)
            if both is not None and both.fits(battery, answers, verdict, right):
                return (second,)
    return _parted(able, battery, answers, verdict)


def _raising(fitting: list[Known], battery: Battery, answers: Answers, verdict: Verdict) -> tuple[Known, ...]:
    """Of mistakes that raise on the same cases the one that raises the same; that they raise at all tells little."""
    place = verdict.failing[0]
    fault = answers.reports[place].fault or {"message": ""}
    said = re.sub(r"\d+", "0", fault["message"])
    alike = [one for one in fitting if one.message(battery, place) in (said, "")]
    return tuple(alike[:1]) if alike else tuple(fitting) if len(fitting) == 1 else ()


def _parted(able: list[Known], battery: Battery, answers: Answers, verdict: Verdict) -> tuple[Known, ...]:
    """Two mistakes of which one explains some failing cases and the other the rest."""
    chosen = _some(_failing(answers, verdict), CASES)
    if len(chosen) < 4 or _is_flag(battery, verdict):  # of yes and no, what one does not explain the other does
        return ()
    some = [chosen[0], chosen[len(chosen) // 2], chosen[-1]]
    for first in able:
        if len(first.misses(battery, answers, verdict, some, most=1)) > 1:
            continue
        left = first.misses(battery, answers, verdict, chosen, most=len(chosen) // 2)
        if not left or len(left) > len(chosen) // 2 or not any(_tells(battery, answers, place) for place in left):
            continue
        for second in able:
            if second is not first and not second.misses(battery, answers, verdict, left, most=0):
                return first, second
    return ()


def _some(places: list[Place], most: int) -> list[Place]:
    """Some of them, of all sizes: the smallest tell the least."""
    return places[:: -(-len(places) // most) or 1]


def _failing(answers: Answers, verdict: Verdict) -> list[Place]:
    """The cases that fail, if there is anything to compare: that a function always raises tells nothing."""
    if verdict.finding is None or verdict.finding.kind not in ("wrong", "contract", "raised"):
        return []
    if verdict.finding.kind == "raised":
        return verdict.failing
    return [place for place in verdict.failing if answers.reports[place].answered]


def _passing(battery: Battery, answers: Answers, verdict: Verdict) -> list[Place]:
    """Cases on which what the check judges is right."""
    failing, slot = set(verdict.failing), _slot(verdict)
    found = []
    for case in battery.cases:
        for place, step in enumerate(case.steps):
            report = answers.reports.get((case.id, place))
            if step.fn != verdict.check.function or report is None or not report.answered:
                continue
            if (case.id, place) not in failing and (slot is None or step.judged[slot]):
                found.append((case.id, place))
    return found


def _is_flag(battery: Battery, verdict: Verdict) -> bool:
    slot = _slot(verdict)
    return slot is not None and battery.plan.functions[verdict.check.function].slots[slot].dtype == "bool"


def _tells(battery: Battery, answers: Answers, place: Place) -> bool:
    """Whether there is a number in an answer: any mistake that divides by zero gives NaN alone."""
    report = answers.reports[place]
    function = battery.plan.functions[battery.cases[place[0]].steps[place[1]].fn]
    return report.answered and _finite(function, report, all_of_it=False)


def _slot(verdict: Verdict) -> int | None:
    """The only part of a result that is compared; None where all are."""
    if verdict.check.slot is not None or verdict.finding is None or verdict.check.kind == "stability":
        return verdict.check.slot
    return verdict.finding.slot


#: What Python's own arithmetic raises where NumPy's gives infinities and NaN.
_OVERFLOWS = ("OverflowError", "ValueError", "ZeroDivisionError", "FloatingPointError")


def _same(theirs: Report, battery: Battery, answers: Answers, verdict: Verdict, place: Place, right: Right) -> bool:
    report = answers.reports[place]
    function = battery.plan.functions[verdict.check.function]
    if verdict.check.kind == "mutation":
        mine, other = ([i for i in it.mutated if i not in function.may_change] for it in (report, theirs))
        return (mine, report.reached) == (other, theirs.reached)
    if report.fault is not None:
        if theirs.fault is not None:
            return bool(theirs.fault["type"] == report.fault["type"])
        return report.fault["type"] in _OVERFLOWS and not _finite(function, theirs)
    values, finding = parts(function, report)
    if not theirs.answered or finding is not None:
        return False
    slot = _slot(verdict)
    judged = [it for i, it in enumerate(function.slots) if slot in (None, i) or f"{function.name}: {it.check}" in right]
    for part in judged:
        try:
            expected = function.pick(part, theirs)
        except (TypeError, IndexError, AttributeError):
            return False
        yours = value_of(function, part, values, report)
        if part.flat and isinstance(yours, np.ndarray) and expected is not None:
            yours, expected = np.squeeze(yours), np.squeeze(expected)
        if expected is None:  # a key that this case does not have
            continue
        if not isinstance(yours, np.ndarray | np.generic | float | int):
            return False
        if not _equal(np.asarray(yours), np.asarray(expected), compare.loosened(function.tolerance)):
            return False
    return True


def _equal(yours: Array, expected: Array, tolerance: compare.Tolerance) -> bool:
    """Whether two arrays agree, NaN with NaN."""
    if yours.shape != expected.shape or expected.dtype.kind not in "fc" or yours.dtype.kind not in "fc":
        return compare.equal(yours, expected, tolerance)
    nan = np.isnan(expected)
    if not np.array_equal(nan, np.isnan(yours)):
        return False
    return compare.equal(np.where(nan, 0, yours), np.where(nan, 0, expected), tolerance)


def _finite(function: FunctionPlan, report: Report, *, all_of_it: bool = True) -> bool:
    """Whether all numbers of an answer are finite, or any."""
    try:
        values = [np.isfinite(function.pick(slot, report)) for slot in function.slots]
        return all(value.all() for value in values) if all_of_it else any(value.any() for value in values)
    except (TypeError, IndexError, AttributeError):
        return True
