"""Proves an exercise: the solution passes, the stub does not, every mistake is caught where it says."""

import functools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader import battery as batteries
from grader import processes
from grader.authoring import stubs
from grader.checking import Checker
from grader.course import Course, Exercise
from grader.errors import CourseError
from grader.isolation import Launch, Limits
from grader.isolation.nursery import nursery
from grader.naming import public_functions
from grader.outcome import FaultKind, Outcome
from grader.spec import Mistake
from grader.submission import Submission
from grader.toml import did_you_mean
from grader.tutorial import Tutorial

MISTAKES = 5
#: So many mistakes are handed to a process at a time, and so many exercises are begun for each process.
CHUNK, AHEAD = 8, 4
#: How long a mistake is waited for that is known to run on.
ENDLESS_S = 3.0

#: The red checks of a submission by id, with the kind of fault.
Red = dict[str, FaultKind | None]


@dataclass
class Row:
    """One mistake, and the red checks of a submission that makes it."""

    mistake: Mistake
    red: Red

    @property
    def caught(self) -> bool:
        """Whether the check that should catch it is red."""
        return self.mistake.caught_by in self.red

    @property
    def runs_on(self) -> bool:
        """Whether it did not come to an end by itself."""
        return any(kind in ("timeout", "memory") for kind in self.red.values())


@dataclass
class Proof:
    """What was found out about one exercise."""

    exercise: Exercise
    problems: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def verify(exercises: Iterable[Exercise], jobs: int) -> Iterator[Proof]:
    """Prove exercises in so many processes; yield the proofs in their order."""
    _bench.cache_clear()  # with one job these are our own, and the files may be others by now
    waiting = deque(exercises)
    begun: deque[_Proving] = deque()
    with processes.pool(jobs) as pool:
        while waiting or begun:
            while waiting and len(begun) < AHEAD * jobs:
                begun.append(_Proving(waiting.popleft(), pool))
            for it in begun:
                it.go_on()
            if begun[0].pending:
                wait([future for it in begun for future in it.pending], return_when=FIRST_COMPLETED)
            else:
                yield begun.popleft().proof()


class _Proving:
    """One exercise on its way: first the solution, the stub and the page, then the mistakes, some at a time."""

    def __init__(self, exercise: Exercise, pool: Executor) -> None:
        self.exercise = exercise
        self._pool = pool
        self._where = (exercise.course.root, exercise.track, exercise.name)
        self._first = pool.submit(_first_problems, *self._where)
        self._mistakes: list[Future[list[Red]]] | None = None

    @property
    def pending(self) -> list[Future[Any]]:
        """What is not known yet."""
        return [future for future in (self._first, *(self._mistakes or ())) if not future.done()]

    def go_on(self) -> None:
        """Ask for the mistakes, once, where the solution passes; the battery has been drawn by then."""
        if self._mistakes is None and self._first.done():
            passes = self._first.exception() is None and self._first.result()[0]
            starts = range(0, len(self.exercise.spec.mistake), CHUNK) if passes else ()
            self._mistakes = [self._pool.submit(_reds, *self._where, start) for start in starts]

    def proof(self) -> Proof:
        """Put together what was found out."""
        proof = Proof(self.exercise)
        try:
            passes, proof.problems = self._first.result()
            reds = [red for some in self._mistakes or () for red in some.result()]
            if passes:
                proof.rows = list(map(Row, self.exercise.spec.mistake, reds))
        except CourseError as error:
            proof.problems.append(str(error))
        proof.problems += [_uncaught(row) for row in proof.rows if not row.caught]
        proof.problems += [_endless(row) for row in proof.rows if row.mistake.ends and row.runs_on]
        return proof


class _Bench:
    """What a process needs to check submissions to one exercise."""

    def __init__(self, root: Path, track: str, name: str) -> None:
        self.exercise = Exercise(name, track, Course(root))
        self.source = self.exercise.solution.read_text("utf-8")
        self.battery = batteries.get(self.exercise, 0)

    def check(self, text: str, only: str | None = None, *, ends: bool = True) -> Outcome:
        """Check a file; with `only`, a check's id, whether that one is red is all that counts."""
        limits = Limits() if ends else Limits(wall_s=ENDLESS_S)
        checker = Checker(Submission(f"{self.exercise.name}.py", [text]), limits=limits, launch=_launch())
        return checker.check(self.exercise, explain=False, battery=self.battery, only=only).outcome


_bench = functools.lru_cache(2 * AHEAD)(_Bench)


@functools.cache
def _launch() -> Launch:
    """Fork workers, as long as this process lives."""
    return processes.until_the_end(nursery())


def _first_problems(root: Path, track: str, name: str) -> tuple[bool, list[str]]:
    """Whether the solution passes, and what is amiss with it, the stub and the page."""
    bench = _bench(root, track, name)
    passed = bench.check(bench.source)
    if passed.status != "passed":
        said = [f"{check.id}: {check.failure.what if check.failure else ''}" for check in passed.failing]
        return False, [f"the solution does not pass: {'; '.join(said)}"]
    return True, _stub_problems(bench.exercise, bench.check) + _paper_problems(bench.exercise, passed)


def _reds(root: Path, track: str, name: str, start: int) -> list[Red]:
    """What is red for some of the mistakes."""
    bench = _bench(root, track, name)
    mistakes = bench.exercise.spec.mistake[start : start + CHUNK]
    patched = [(mistake.patch(bench.source, str(bench.exercise.toml)), mistake) for mistake in mistakes]
    outcomes = [bench.check(text, mistake.caught_by, ends=mistake.ends) for text, mistake in patched]
    return [{check.id: check.kind_of_fault for check in outcome.failing} for outcome in outcomes]


def _stub_problems(exercise: Exercise, check: Callable[[str], Outcome]) -> list[str]:
    if not stubs.is_current(exercise):
        return [f"exercises/{exercise.track}/{exercise.name}.py is out of date. Run: dlgrade sync"]
    outcome = check(exercise.stub.read_text("utf-8"))
    if exercise.spec.planted:
        return _bug_problems(exercise, outcome)
    wrong = [check.id for check in outcome.failing if check.kind_of_fault != "not_implemented"]
    begun = [check.id for check in outcome.checks if check.status == "passed"]
    if wrong or begun or not outcome.failing:
        return [f"the untouched stub should be not_implemented only: {', '.join(wrong or begun)}"]
    return []


def _bug_problems(exercise: Exercise, outcome: Outcome) -> list[str]:
    """What is amiss with a stub that is the solution with bugs in it; `outcome` is the stub's."""
    problems = []
    broken = [check.id for check in outcome.failing if check.kind_of_fault not in ("wrong", "contract")]
    if broken:
        problems.append(f"the untouched stub should run and answer wrongly; it does not run at: {', '.join(broken)}")
    red = [check.id for check in outcome.failing]
    problems += [
        f"planted mistake {mistake.says[:40]!r}: {mistake.caught_by!r} is not red for the untouched stub"
        for mistake in exercise.spec.planted
        if mistake.caught_by not in red
    ]
    if outcome.points:
        problems.append(f"the untouched stub earns {outcome.points:g} points; give them to checks that it fails")
    return problems


def _paper_problems(exercise: Exercise, outcome: Outcome) -> list[str]:
    problems = []
    if len(exercise.spec.mistake) < MISTAKES:
        problems.append(f"{len(exercise.spec.mistake)} mistakes are listed; at least {MISTAKES} are wanted")
    known = {check.id for check in outcome.checks}
    for mistake in exercise.spec.mistake:
        if mistake.caught_by not in known:
            hint = did_you_mean(mistake.caught_by, known)
            problems.append(f"mistake {mistake.says[:40]!r}: no check {mistake.caught_by!r}.{hint}")
    if outcome.max_points <= 0:
        problems.append("no check carries points")
    return problems + Tutorial(exercise).problems(public_functions(exercise))


def _uncaught(row: Row) -> str:
    red = f"red are: {', '.join(row.red)}" if row.red else "nothing is red"
    return f"mistake {row.mistake.says[:60]!r} is not caught by {row.mistake.caught_by!r}; {red}"


def _endless(row: Row) -> str:
    return f"mistake {row.mistake.says[:60]!r} runs on or takes all memory: mark it with ends = false"
