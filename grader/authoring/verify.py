"""Proves an exercise: the solution passes, the stub does not, every mistake is caught where it says."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from grader import battery as batteries
from grader.authoring import stubs
from grader.checking import Checker
from grader.course import Exercise, Mistake, did_you_mean
from grader.errors import CourseError
from grader.isolation import Launch
from grader.isolation.nursery import nursery
from grader.naming import public_functions
from grader.outcome import FaultKind, Outcome
from grader.submission import Submission
from grader.tutorial import Tutorial

MISTAKES = 5


@dataclass
class Row:
    """One mistake, and the red checks of a submission that makes it."""

    mistake: Mistake
    red: dict[str, FaultKind | None]  # by id, with the kind of fault

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
    """Prove exercises one after the other; the submissions of one run side by side."""
    with ThreadPoolExecutor(jobs) as pool, nursery() as launch:
        for exercise in exercises:
            yield _prove(exercise, pool, launch)


def _prove(exercise: Exercise, pool: ThreadPoolExecutor, launch: Launch) -> Proof:
    proof = Proof(exercise)
    try:
        source = exercise.solution.read_text("utf-8")
        battery = batteries.get(exercise, 0)

        def check(text: str, only: str | None = None) -> Outcome:
            checker = Checker(Submission(f"{exercise.name}.py", [text]), launch=launch)
            return checker.check(exercise, explain=False, battery=battery, only=only).outcome

        passed = check(source)
        if passed.status != "passed":
            said = [f"{check.id}: {check.failure.what if check.failure else ''}" for check in passed.failing]
            proof.problems.append(f"the solution does not pass: {'; '.join(said)}")
            return proof
        proof.problems += _stub_problems(exercise, check)
        proof.problems += _paper_problems(exercise, passed)
        patched = [mistake.patch(source, str(exercise.toml)) for mistake in exercise.spec.mistake]
        outcomes = pool.map(check, patched, [mistake.caught_by for mistake in exercise.spec.mistake])
        for mistake, outcome in zip(exercise.spec.mistake, outcomes, strict=True):
            proof.rows.append(Row(mistake, {check.id: check.kind_of_fault for check in outcome.failing}))
        proof.problems += [_uncaught(row) for row in proof.rows if not row.caught]
        proof.problems += [_endless(row) for row in proof.rows if row.mistake.ends and row.runs_on]
    except CourseError as error:
        proof.problems.append(str(error))
    return proof


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
