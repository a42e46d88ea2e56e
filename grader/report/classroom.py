"""The report on a class: outcomes are added one at a time, and of each only small numbers are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Literal, NamedTuple

from grader.outcome import CheckOutcome, Outcome
from grader.report.safe import one_line

if TYPE_CHECKING:
    from grader.batch.model import Student
    from grader.course import Exercise

#: How an exercise of a student stands, the best first.
State = Literal["passed", "failed", "error", "unwritten", "absent", "ungraded"]
#: One letter for what came of a check: by its status, or by its kind of fault where that says more.
LETTERS = {"passed": "p", "failed": "f", "error": "e", "skipped": "s"}
FAULTS = {"timeout": "t", "memory": "m", "forbidden": "x", "tampered": "y"}
RED = "fetmxy"
SENTENCE = 400


@dataclass(frozen=True)
class Mark:
    """What a student gets: points as graded, what lateness takes off, and the score after that and all policies."""

    raw: float
    penalty: float
    final: float
    maximum: float


class Check(NamedTuple):
    """A check as the class report knows it."""

    function: str
    name: str
    points: float

    @property
    def id(self) -> str:
        """As other checks know it."""
        return f"{self.function}: {self.name}"


class Cell(NamedTuple):
    """What came of one exercise of one student."""

    state: State
    points: float = 0.0
    maximum: float = 0.0
    checks: tuple[Check, ...] = ()
    letters: str = ""
    diagnoses: tuple[tuple[int, str, bool], ...] = ()  # place of the check, sentence, whether it is certain
    reason: str = ""  # why it is ungraded

    @property
    def begun(self) -> bool:
        """Whether more was handed in than the stub."""
        return self.state in ("passed", "failed", "error")

    def place(self, check: int) -> int:
        """Under which number the student's own report shows a check that is wrong."""
        return sum(letter in RED for letter in self.letters[: check + 1])


ABSENT = Cell("absent")


class ClassReport:
    """Add what came of each exercise of each student, in any order; then render the page."""

    def __init__(self) -> None:
        self.cells: dict[str, dict[str, Cell]] = {}
        self._layouts: dict[tuple[Check, ...], tuple[Check, ...]] = {}

    def add(self, student: str, exercise: str, outcome: Outcome | str | None) -> None:
        """Keep what matters of an outcome, of the reason why there is none, or that nothing was handed in."""
        cells = self.cells.setdefault(exercise, {})
        if student in cells:
            raise ValueError(f"{student}, {exercise}: added twice")
        if isinstance(outcome, str):
            cells[student] = Cell("ungraded", reason=intern(one_line(outcome, SENTENCE)))
        else:
            cells[student] = ABSENT if outcome is None else self._cell(outcome)

    def render(
        self,
        title: str,
        students: Iterable["Student"],
        exercises: Sequence["Exercise"],
        marks: Mapping[str, Mark],
        settings: Sequence[str] = (),
        notes: Sequence[str] = (),
    ) -> str:
        """Return the page.

        Students who are not among `students` are shown by their ids. `settings` are told at the end (seed, isolation,
        version), `notes` at the top (what was left out when submissions were collected, and why).
        """
        from grader.report import classpage

        if unknown := self.cells.keys() - {exercise.name for exercise in exercises}:
            raise ValueError(f"outcomes of exercises that are not asked for: {', '.join(sorted(unknown))}")
        return classpage.render(self.cells, title, students, exercises, marks, settings, notes)

    def _cell(self, outcome: Outcome) -> Cell:
        layout = tuple(Check(one_line(it.function, 80), one_line(it.name, 80), it.max_points) for it in outcome.checks)
        return Cell(
            state=_state(outcome),
            points=outcome.points,
            maximum=outcome.max_points,
            checks=self._layouts.setdefault(layout, layout),
            letters=intern("".join(_letter(check) for check in outcome.checks)),
            diagnoses=tuple(_diagnoses(outcome)),
        )


def _state(outcome: Outcome) -> State:
    """Failed where an answer is wrong; error where nothing else is than that code raised, was stopped or is missing."""
    if outcome.status == "passed":
        return "passed"
    if not outcome.started and all(check.kind_of_fault == "not_implemented" for check in outcome.failing):
        return "unwritten"
    return "failed" if any(check.status == "failed" for check in outcome.checks) else "error"


def _letter(check: CheckOutcome) -> str:
    if check.status in ("failed", "error") and check.kind_of_fault in FAULTS:
        return FAULTS[check.kind_of_fault]
    return LETTERS[check.status]


def _diagnoses(outcome: Outcome) -> Iterable[tuple[int, str, bool]]:
    for place, check in enumerate(outcome.checks):
        failure = check.failure
        if failure is not None and failure.diagnosis and check.status in ("failed", "error"):
            yield place, intern(one_line(failure.diagnosis, SENTENCE)), failure.degree == "certain"
