"""Known mistakes: patches of the reference whose answers are compared with the submission's."""

import functools
import warnings
from dataclasses import dataclass, field

import numpy as np

from grader import compare
from grader.battery import Battery
from grader.collect import Answers
from grader.course import Exercise, Mistake
from grader.errors import CourseError
from grader.findings import parts, value_of
from grader.judge import Verdict
from grader.reference import Reference
from grader.worker.reports import Report

Place = tuple[int, int]

CASES = 60
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
    _answers: dict[int, list[Report]] = field(default_factory=dict)

    @functools.cached_property
    def patched(self) -> Reference:
        """The reference with the mistake in it."""
        return Reference(self.exercise, self.source)

    def fits(self, battery: Battery, answers: Answers, verdict: Verdict) -> bool:
        """Whether it gives the submission's answer on every case on which a check fails."""
        places = _telling(battery, answers, verdict)
        chosen = places[:: -(-len(places) // CASES) or 1]  # of all sizes: the smallest tell the least
        return bool(chosen) and not self.misses(battery, answers, verdict, chosen, most=0)

    def misses(
        self, battery: Battery, answers: Answers, verdict: Verdict, places: list[Place], most: int | None = None
    ) -> list[Place]:
        """The cases on which it gives another answer; no more than `most` + 1 of them are looked for."""
        found: list[Place] = []
        for place in places:
            if not _same(self._answer(battery, place), battery, answers, verdict, place):
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
        self.all = [self._known((mistake,), self.reference.source) for mistake in exercise.spec.mistake]

    def of(self, verdict: Verdict) -> list[Known]:
        """Those that can make a check red, the ones that it is known to catch first."""
        limit = self.ranks[verdict.check.function]
        able = [known for known in self.all if known.rank <= limit]
        return sorted(able, key=lambda known: known.mistakes[0].caught_by != verdict.check.id)

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
        return Known(PLANTED if last.planted else last.says, rank, mistakes, source, self.exercise)


_suspects: dict[tuple[str, str, int], Suspects] = {}


def suspects(exercise: Exercise, battery: Battery) -> Suspects:
    """The known mistakes of an exercise, kept for the next submission."""
    key = (str(exercise.solution), battery.plan.version, battery.seed)
    if key not in _suspects:
        while len(_suspects) >= 4:
            _suspects.pop(next(iter(_suspects)))
        _suspects[key] = Suspects(exercise, battery)
    return _suspects[key]


def forget() -> None:
    """Drop what was kept."""
    _suspects.clear()


def match(
    known: Suspects, battery: Battery, answers: Answers, verdict: Verdict, clear: list[Known]
) -> tuple[Known, ...]:
    """Return the mistake that gives the submission's answer on every failing case, or the two that do together.

    Two are looked for where one of them is clear: it was found in an earlier check, or explains a part of the cases.
    """
    able = known.of(verdict)
    for one in able:
        if one.fits(battery, answers, verdict):
            return (one,)
    for first in clear:
        for second in able:
            both = known.together(first, second)
            if both is not None and both.fits(battery, answers, verdict):
                return (second,)
    return _parted(able, battery, answers, verdict)


def _parted(able: list[Known], battery: Battery, answers: Answers, verdict: Verdict) -> tuple[Known, ...]:
    """Two mistakes of which one explains some failing cases and the other the rest."""
    places = _telling(battery, answers, verdict)
    chosen = places[:: -(-len(places) // CASES) or 1]
    if len(chosen) < 4:
        return ()
    some = [chosen[0], chosen[len(chosen) // 2], chosen[-1]]
    for first in able:
        if len(first.misses(battery, answers, verdict, some, most=1)) > 1:
            continue
        left = first.misses(battery, answers, verdict, chosen, most=len(chosen) // 2)
        if not left or len(left) > len(chosen) // 2:
            continue
        for second in able:
            if second is not first and not second.misses(battery, answers, verdict, left, most=0):
                return first, second
    return ()


def _telling(battery: Battery, answers: Answers, verdict: Verdict) -> list[Place]:
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


def _same(theirs: Report, battery: Battery, answers: Answers, verdict: Verdict, place: Place) -> bool:
    report = answers.reports[place]
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
