"""One exercise of a class, its checks and what was said about them, with the students whom each concerns."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from grader.report import statistics
from grader.report.classroom import ABSENT, RED, Cell, Check
from grader.report.statistics import Item

if TYPE_CHECKING:
    from grader.course import Exercise


@dataclass(frozen=True)
class Person:
    """A student as the page shows one."""

    id: str
    name: str
    folder: str | None  # where nothing is graded there is no report

    @property
    def label(self) -> str:
        """The name, else the id."""
        return self.name or self.id

    @cached_property
    def order(self) -> tuple[str, str]:
        """By name, then by id."""
        return self.label.casefold(), self.id

    def link(self, anchor: str = "") -> Markup:
        """The name, leading to the student's report, and there to an exercise or a cause."""
        if self.folder is None:
            return Markup("{}").format(self.label)
        place = f"#{anchor}" if anchor else ""
        return Markup('<a href="students/{}/feedback.html{}">{}</a>').format(self.folder, place, self.label)


@dataclass(frozen=True)
class Judged:
    """A check of an exercise, and what came of it by student."""

    topic: "Topic"
    check: Check
    letters: Mapping[str, str]  # of those who began

    def count(self, letters: str) -> int:
        """How many students have one of these."""
        return sum(letter in letters for letter in self.letters.values())

    @cached_property
    def right(self) -> int:
        """How many have it right."""
        return self.count("p")

    @cached_property
    def wrong(self) -> int:
        """In how many it is wrong itself."""
        return self.count(RED)

    @property
    def waiting(self) -> int:
        """In how many it waits for another one."""
        return len(self.letters) - self.right - self.wrong

    @property
    def students(self) -> list[Markup]:
        """Those in whom it is wrong."""
        topic = self.topic
        return [
            topic.people[student].link(f"{topic.name}-{topic.place(student, self.check)}")
            for student in topic.people
            if self.letters.get(student, "p") in RED
        ]

    @cached_property
    def item(self) -> Item:
        """Its item analysis: over those in whom it was judged, and of whose work nothing is ungraded."""
        topic = self.topic
        judged = [it for it in topic.totals if self.letters.get(it, "s") != "s"]
        right = [self.letters[it] == "p" for it in judged]
        rest = [topic.totals[it] - self.check.points * ok for it, ok in zip(judged, right, strict=True)]
        return statistics.item(right, rest)


@dataclass(frozen=True)
class Diagnosis:
    """A sentence, and the students to whom it was said."""

    topic: "Topic"
    sentence: str
    said: Mapping[str, tuple[int, bool]]  # by student: number of the cause in the report, and whether it is certain

    @property
    def certain(self) -> int:
        """For how many it is certain."""
        return sum(certain for _, certain in self.said.values())

    @property
    def students(self) -> list[Markup]:
        """To whom it was said."""
        people = self.topic.people
        return [people[it].link(f"{self.topic.name}-{self.said[it][0]}") for it in people if it in self.said]


class Topic:
    """One exercise of the class."""

    def __init__(
        self,
        exercise: "Exercise",
        cells: Mapping[str, Cell],
        people: Mapping[str, Person],
        totals: Mapping[str, float],
    ) -> None:
        self.name = exercise.name
        self.title = exercise.spec.title
        self.track = exercise.course.tracks.get(exercise.track, exercise.track)
        self.people = people
        self.totals = totals
        self.cells = {student: cells.get(student, ABSENT) for student in people}
        self.begun = {student: cell for student, cell in self.cells.items() if cell.begun}
        self.counts = Counter(cell.state for cell in self.cells.values())
        self.maximum = max((cell.maximum for cell in self.begun.values()), default=exercise.points)
        points = [cell.points for cell in self.begun.values()]
        self.mean, self.median = statistics.mean(points), statistics.median(points)
        self.spread = statistics.histogram([cell.points / self.maximum for cell in self.begun.values() if self.maximum])

    @property
    def graded(self) -> int:
        """How many students the shares count: all but those whose work could not be graded."""
        return len(self.cells) - self.counts["ungraded"]

    @cached_property
    def timeouts(self) -> int:
        """How many students were stopped because something took too long."""
        return sum("t" in cell.letters for cell in self.cells.values())

    @cached_property
    def checks(self) -> list[Judged]:
        """Every check, in the order in which they depend on each other."""
        layouts = sorted({cell.checks for cell in self.begun.values()}, key=lambda it: (-len(it), it))
        letters: dict[Check, dict[str, str]] = {check: {} for layout in layouts for check in layout}
        for student, cell in self.begun.items():
            for check, letter in zip(cell.checks, cell.letters, strict=True):
                letters[check][student] = letter
        return [Judged(self, check, by_student) for check, by_student in letters.items()]

    @cached_property
    def diagnoses(self) -> list[Diagnosis]:
        """Every sentence that was said."""
        said: dict[str, dict[str, tuple[int, bool]]] = {}
        for student, cell in self.cells.items():
            for place, sentence, certain in cell.diagnoses:
                first, before = said.setdefault(sentence, {}).get(student, (cell.place(place), False))
                said[sentence][student] = first, before or certain
        return [Diagnosis(self, sentence, said[sentence]) for sentence in sorted(said)]

    def place(self, student: str, check: Check) -> int:
        """The number of the cause in the student's own report."""
        cell = self.cells[student]
        return cell.place(cell.checks.index(check))

    def stopped(self, letter: str) -> list[Markup]:
        """The students whose work was stopped for this."""
        return [
            self.people[student].link(f"{self.name}-{cell.place(cell.letters.index(letter))}")
            for student, cell in self.cells.items()
            if letter in cell.letters
        ]
