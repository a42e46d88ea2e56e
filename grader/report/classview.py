"""What the class report shows: the cells of a class, counted and put in order. Numbers are made by statistics.py."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from grader.report import statistics
from grader.report.classroom import ABSENT, RED, Cell, Check, Mark, State
from grader.report.safe import folder_name, one_line
from grader.report.statistics import Item

if TYPE_CHECKING:
    from grader.batch.model import Student
    from grader.course import Exercise

STATES: tuple[State, ...] = ("passed", "failed", "error", "unwritten", "absent")
#: What is listed of the hardest checks and of the commonest diagnoses.
LISTED = 12
#: A check that fewer began says little about a class.
FEW = 5
#: More exercises than this are folded by their tracks.
MANY = 12
STOPS = {"t": "Took too long", "m": "Took too much memory", "x": "Did what is not allowed", "y": "Meddled with the grader"}


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


@dataclass(frozen=True)
class Row:
    """A student in the table."""

    person: Person
    parts: list[str]
    mark: Mark | None
    ungraded: bool


class View:
    """The whole page."""

    def __init__(
        self,
        cells: Mapping[str, Mapping[str, Cell]],
        students: Iterable["Student"],
        exercises: Sequence["Exercise"],
        marks: Mapping[str, Mark],
    ) -> None:
        self.marks = marks
        self.people = _people(cells, students)
        self.by_student = {it: [cells.get(ex.name, {}).get(it, ABSENT) for ex in exercises] for it in self.people}
        self.ungraded = [it for it, mine in self.by_student.items() if any(cell.state == "ungraded" for cell in mine)]
        self.absent = [it for it, mine in self.by_student.items() if all(cell.state == "absent" for cell in mine)]
        out = {*self.ungraded, *self.absent}
        self.scored = [it for it in self.people if it not in out and it in marks]
        totals = {
            it: sum(cell.points for cell in mine) for it, mine in self.by_student.items() if it not in self.ungraded
        }
        self.topics = [Topic(ex, cells.get(ex.name, {}), self.people, totals) for ex in exercises]

    @cached_property
    def finals(self) -> list[float]:
        """The final scores that the numbers at the top are about."""
        return [self.marks[it].final for it in self.scored]

    @property
    def maximum(self) -> float:
        """All points that can be had."""
        return max((mark.maximum for mark in self.marks.values()), default=sum(topic.maximum for topic in self.topics))

    @property
    def mean(self) -> float | None:
        """Of the final scores."""
        return statistics.mean(self.finals)

    @property
    def median(self) -> float | None:
        """Of the final scores."""
        return statistics.median(self.finals)

    @property
    def mean_of_all(self) -> float | None:
        """Of the final scores, with nothing for those who handed in nothing."""
        return statistics.mean([*self.finals, *(0.0 for _ in self.absent)])

    @property
    def full(self) -> int:
        """How many have all points."""
        return sum(self.share(it) >= 1 - 1e-9 for it in self.scored)

    def share(self, student: str) -> float:
        """The final score as a share of the maximum."""
        mark = self.marks[student]
        return mark.final / mark.maximum if mark.maximum else 0.0

    @cached_property
    def histogram(self) -> list[int]:
        """How many final scores are in each tenth of the maximum."""
        return statistics.histogram([self.share(it) for it in self.scored])

    @cached_property
    def tracks(self) -> dict[str, list[Topic]]:
        """The exercises by track where there are many, else all of them together."""
        if len(self.topics) <= MANY:
            return {"": self.topics}
        by_track: dict[str, list[Topic]] = {}
        for topic in self.topics:
            by_track.setdefault(topic.track, []).append(topic)
        return by_track

    def right(self, topics: Sequence[Topic]) -> str:
        """The share of all graded work on some exercises that is all right."""
        return statistics.percent(sum(it.counts["passed"] for it in topics), sum(it.graded for it in topics))

    @cached_property
    def checks(self) -> list[Judged]:
        """Every check of every exercise."""
        return [check for topic in self.topics for check in topic.checks]

    @property
    def least(self) -> int:
        """How many must have begun an exercise for its checks to be among the hardest."""
        return min(FEW, max((len(topic.begun) for topic in self.topics), default=0))

    @cached_property
    def hardest(self) -> list[Judged]:
        """The checks that the fewest have right, of those that are wrong somewhere."""
        found = [it for it in self.checks if it.wrong and len(it.letters) >= self.least]
        return sorted(found, key=lambda it: (it.right / len(it.letters), -it.wrong))[:LISTED]

    @cached_property
    def diagnoses(self) -> list[Diagnosis]:
        """Every sentence, the commonest first."""
        return sorted((it for topic in self.topics for it in topic.diagnoses), key=lambda it: -len(it.said))

    @cached_property
    def undiagnosed(self) -> tuple[int, int]:
        """In how many failed pieces of work no cause was named, and of how many."""
        failed = [cell for topic in self.topics for cell in topic.cells.values() if cell.state == "failed"]
        return sum(not cell.diagnoses for cell in failed), len(failed)

    @cached_property
    def stopped(self) -> list[tuple[Topic, str, list[Markup]]]:
        """What was stopped, by exercise and reason."""
        found = [(topic, words, topic.stopped(letter)) for topic in self.topics for letter, words in STOPS.items()]
        return [it for it in found if it[2]]

    @cached_property
    def faults(self) -> list[tuple[Topic, str, list[Markup]]]:
        """What could not be graded, by exercise and reason."""
        found: dict[tuple[int, str], list[Markup]] = {}
        for place, topic in enumerate(self.topics):
            for student, cell in topic.cells.items():
                if cell.state == "ungraded":
                    found.setdefault((place, cell.reason), []).append(self.people[student].link())
        return [(self.topics[place], reason, found[place, reason]) for place, reason in sorted(found)]

    @cached_property
    def strange(self) -> list[Judged]:
        """The checks that the stronger students miss more often."""
        found = [it for it in self.checks if it.item.strange]
        return sorted(found, key=lambda it: it.item.discrimination or 0.0)

    @cached_property
    def rows(self) -> list[Row]:
        """The table."""
        return [
            Row(person, self._parts(student), self.marks.get(student), student in self.ungraded)
            for student, person in self.people.items()
        ]

    @cached_property
    def columns(self) -> list[tuple[str, float, list[int]]]:
        """What the table has between id and total: exercises, or tracks where there are many exercises."""
        at = {topic.name: place for place, topic in enumerate(self.topics)}
        one = [(topic.name, [topic]) for topic in self.topics] if len(self.topics) > 1 else []
        groups = list(self.tracks.items()) if len(self.tracks) > 1 else one
        return [
            (title, sum(topic.maximum for topic in topics), [at[topic.name] for topic in topics])
            for title, topics in groups
        ]

    def _parts(self, student: str) -> list[str]:
        """The points of a student in each column."""
        mine = self.by_student[student]
        said = []
        for _, _, places in self.columns:
            cells = [mine[place] for place in places]
            if any(cell.state == "ungraded" for cell in cells):
                said.append("not graded")
            else:
                absent = all(cell.state == "absent" for cell in cells)
                said.append("–" if absent else statistics.number(sum(cell.points for cell in cells)))
        return said


def _people(cells: Mapping[str, Mapping[str, Cell]], students: Iterable["Student"]) -> dict[str, Person]:
    """Everybody, in the order of their names; those of whom anything is graded with the folder of their report."""
    names = {it: "" for by_student in cells.values() for it in by_student} | {it.id: it.name for it in students}
    graded = {it for mine in cells.values() for it, cell in mine.items() if cell.state not in ("absent", "ungraded")}
    people = {
        it: Person(one_line(it, 64), one_line(name, 80), folder_name(it) if it in graded else None)
        for it, name in names.items()
    }
    return dict(sorted(people.items(), key=lambda it: (it[1].order, it[0])))
