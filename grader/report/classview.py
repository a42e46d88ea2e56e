"""What the class report shows: the cells of a class, counted and put in order. Numbers are made by statistics.py."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from grader.report import statistics
from grader.report.classroom import ABSENT, Cell, Mark, State
from grader.report.classtopic import Diagnosis, Judged, Person, Topic
from grader.report.safe import folder_name, one_line

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
STOPS = {
    "t": "Took too long",
    "m": "Took too much memory",
    "x": "Did what is not allowed",
    "y": "Meddled with the grader",
}


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
