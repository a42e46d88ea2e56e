"""Every file that an instructor opens, derived from the store."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import msgspec

from grader import __version__, files
from grader.batch import marks, outputs
from grader.batch import pages as made
from grader.batch.assignment import Assignment
from grader.batch.job import Piece, Task
from grader.batch.marks import Scored, Total
from grader.batch.model import Entry, Fault, Result, Student
from grader.batch.run import title
from grader.batch.schedule import Pool
from grader.batch.store import Batch
from grader.errors import InputError
from grader.outcome import Outcome, head
from grader.report import classroom

#: Reasons that need not be told.
PLAIN = ("Attempt 1 counts; no due date.", "Attempt 1 counts; on time.")


@dataclass(frozen=True)
class Results:
    """A batch, and the attempt of each student at each exercise that counts."""

    batch: Batch
    assignment: Assignment
    students: Mapping[str, Student]
    totals: Sequence[Total]
    counting: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, batch: Batch, assignment: Assignment) -> "Results":
        """Work out all marks."""
        students = {student.id: student for student in batch.students()}
        handed_in = batch.handed_in()
        wanted = {exercise.name: exercise for exercise in assignment.exercises}
        scored, counting = [], {}
        for record in batch.records():
            entry = record.entry
            if entry.exercise not in wanted:
                continue
            counting[entry.student, entry.exercise] = entry.attempt  # the last, unless another counts
            when = handed_in.get((entry.student, entry.attempt))
            if isinstance(record, Fault):
                scored.append(Scored(entry, when, None, wanted[entry.exercise].points))
            else:
                found = head(record.outcome)
                scored.append(Scored(entry, when, found.points, found.max_points))
        totals = marks.totals(assignment, students, scored)
        for mark in (mark for total in totals for mark in total.marks):
            if mark.attempt is not None:
                counting[mark.student, mark.exercise] = mark.attempt
        return cls(batch, assignment, students, totals, counting)

    def counts(self, entry: Entry) -> bool:
        """Whether it is the attempt that counts."""
        return self.counting.get((entry.student, entry.exercise)) == entry.attempt

    def records(self) -> Iterator[Result | Fault]:
        """What counts, by student and exercise."""
        return (record for record in self.batch.records() if self.counts(record.entry))


def write(results: Results, out: Path) -> None:
    """Write results.jsonl, grades.csv and index.html."""
    told = results.batch.settings
    names = [exercise.name for exercise in results.assignment.exercises]
    outputs.write_jsonl(results.batch, out / "results.jsonl", results.counts)
    outputs.write_grades([_row(results, total) for total in results.totals], names, out / "grades.csv")
    report = classroom.ClassReport()
    for record in results.records():
        entry = record.entry
        outcome = record.reason if isinstance(record, Fault) else msgspec.json.decode(record.outcome, type=Outcome)
        report.add(entry.student, entry.exercise, outcome if entry.submission or isinstance(record, Fault) else None)
    text = report.render(
        results.assignment.title or "Results",
        results.students.values(),
        results.assignment.exercises,
        {total.student: _mark(total) for total in results.totals if total.points is not None},
        [f"seed {told['seed']}", f"confined by {told['isolation']}", told["limits"], f"dlgrade {__version__}"],
        told["notes"],
    )
    put(out / "index.html", text.encode("utf-8"))


def put(path: Path, data: bytes) -> None:
    """Write a derived file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write(path, data)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}.") from None


def pages(results: Results, out: Path, *, again: bool) -> Iterator[Task]:
    """The students' pages that do not say what the store says, or all of them again."""
    order = {exercise.name: place for place, exercise in enumerate(results.assignment.exercises)}
    for student, records in groupby(results.records(), key=lambda it: it.entry.student):
        path, words = made.place(out, student), title(results.students, student)
        theirs = sorted((it for it in records if isinstance(it, Result)), key=lambda it: order[it.entry.exercise])
        if not theirs:
            path.unlink(missing_ok=True)
        elif again or not made.current(path, made.stamp(words, ((it.entry, it.outcome) for it in theirs))):
            pieces = (Piece(it.entry, results.batch.submission(it.entry), done=it.outcome) for it in theirs)
            yield Task(words, path, tuple(pieces))


def render(tasks: Iterator[Task], pool: Pool) -> list[str]:
    """Have pages written; return the titles of those that could not be made."""
    return [done.task.title for done in pool.run(tasks) if done.task.page is None]


def _row(results: Results, total: Total) -> outputs.Row:
    states: dict[str, outputs.Status] = {"missing": "missing", "marked": "graded", "incomplete": "ungraded in part"}
    graded = any(mark.raw is not None for mark in total.marks)
    status = states[total.state] if graded or total.state != "incomplete" else "ungraded"
    lost = None if total.earned is None or total.points is None else float(total.earned - total.points)
    return outputs.Row(
        student=results.students.get(total.student, Student(total.student)),
        status=status,
        points={mark.exercise: mark.raw for mark in total.marks},
        raw_score=None if total.earned is None else float(total.earned),
        late_penalty=lost,
        score=None if total.points is None else float(total.points),
        max_score=float(total.max_points),
        notes=[f"{mark.exercise}: {mark.why}" for mark in total.marks if mark.why not in PLAIN],
    )


def _mark(total: Total) -> classroom.Mark:
    earned, points = float(total.earned or 0), float(total.points or 0)
    return classroom.Mark(earned, earned - points, points, float(total.max_points))
