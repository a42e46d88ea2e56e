"""A batch: what is to be graded, graded by a pool into the store."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.batch import answers, keys, pages
from grader.batch.job import Piece, Settings, Task
from grader.batch.model import Attempt, Collection, Entry, Fault, File, Result, Student
from grader.batch.schedule import Pool
from grader.batch.store import Batch
from grader.course import Exercise


@dataclass(frozen=True)
class Plan:
    """What is graded: each exercise of each attempt, with the file that answers it."""

    collection: Collection
    files: Mapping[Entry, File | None]  # None where nothing was handed in for an exercise
    notes: tuple[str, ...]  # files between which had to be chosen

    @classmethod
    def make(cls, collection: Collection, exercises: list[Exercise], settings: Settings) -> "Plan":
        """Find the file for each exercise; one that no attempt of a student holds stands with the last attempt."""
        files: dict[Entry, File | None] = {}
        notes: list[str] = []
        names = [exercise.name for exercise in exercises]
        attempts: dict[str, list[Attempt]] = {}
        for attempt in collection.attempts:
            attempts.setdefault(attempt.student, []).append(attempt)
        for theirs in attempts.values():
            found = [answers.find_files(attempt, names, settings.course, notes) for attempt in theirs]
            for exercise in exercises:
                held = [(attempt, by_name.get(exercise.name)) for attempt, by_name in zip(theirs, found, strict=True)]
                for attempt, file in [it for it in held if it[1] is not None] or [(theirs[-1], None)]:
                    key = keys.key(file, exercise, settings)
                    files[Entry(attempt.student, exercise.name, attempt.number, key, _digest(file))] = file
        return cls(collection, files, tuple(notes))

    @cached_property
    def by_student(self) -> dict[str, list[Entry]]:
        """The entries of each student; who has most begins, so that nobody is waited for at the end."""
        found: dict[str, list[Entry]] = {}
        for entry in self.files:
            found.setdefault(entry.student, []).append(entry)
        return dict(sorted(found.items(), key=lambda it: (-len(it[1]), it[0])))


def _digest(file: File | None) -> str:
    if file is None:
        return ""
    if file.submission is not None:
        return file.submission.digest
    return hashlib.sha256(f"{file.name}\0{file.problem}".encode("utf-8", "surrogatepass")).hexdigest()


def tasks(plan: Plan, todo: list[Entry], out: Path | None) -> Iterator[Task]:
    """What is left to grade of each student; the page is written at once where all of it is graded now."""
    left = set(todo)
    for student, entries in plan.by_student.items():
        now = [entry for entry in entries if entry in left]
        if not now:
            continue
        whole = out is not None and now == entries and len({entry.exercise for entry in entries}) == len(entries)
        yield Task(
            title=title(plan.collection.students, student),
            page=pages.place(out, student) if out is not None and whole else None,
            pieces=tuple(_piece(entry, plan.files[entry]) for entry in now),
        )


def title(students: Mapping[str, Student], student: str) -> str:
    """What stands over a student's page."""
    known = students.get(student)
    return f"{known.name} ({student})" if known is not None and known.name not in ("", student) else student


def _piece(entry: Entry, file: File | None) -> Piece:
    return Piece(entry, None) if file is None else Piece(entry, file.submission, file.problem)


def grade(
    plan: Plan,
    todo: list[Entry],
    broken: Mapping[str, str],
    batch: Batch,
    pool: Pool,
    out: Path | None,
    seen: Callable[[Task, list[Result | Fault]], None],
) -> None:
    """Grade what has no result yet; what came of a submission is in the store before the next is waited for."""
    for entry in todo:
        if entry.exercise in broken:
            batch.fault(Fault(entry, broken[entry.exercise]))
    for done in pool.run(tasks(plan, [entry for entry in todo if entry.exercise not in broken], out)):
        batch.save([answer for answer in done.answers if isinstance(answer, Result)])
        for answer in done.answers:
            if isinstance(answer, Fault):
                batch.fault(answer)
        seen(done.task, done.answers)
