"""Which file of an attempt answers which exercise."""

import functools
import re
from collections.abc import Iterable, Sequence

from grader.batch.archives import is_archive, without_suffix
from grader.batch.model import Attempt, Collection, File
from grader.course import Course, Exercise
from grader.naming import functions_of

#: What systems and file managers put around a name that is there already.
_COPIES = re.compile(
    r"\s*\(\d{1,4}\)$|[ _-]+(?:copy|kopie|copie|copia)(?:[ _-]?\d{1,4}|\s*\(\d{1,4}\))?$|-\d{1,3}$"
    r"|^copy of |^kopie von ",
    re.IGNORECASE,
)


def undecorated(stem: str) -> str:
    """A file's name without what was put around it: `lstm (1)`, `Copy of lstm`, `lstm - Copy`, `lstm-2`."""
    for _ in range(4):
        stem = _COPIES.sub("", stem, count=1).strip() or stem
    return stem


def find_files(
    attempt: Attempt, exercises: Sequence[str], course: Course, notes: list[str] | None = None
) -> dict[str, File | None]:
    """Say which file answers each exercise: one named like it, else the one that defines most of its functions.

    What had to be chosen between is added to `notes`.
    """
    defined = {file.place: file.submission.defines() for file in attempt.files if file.submission}
    stems = [_stem(file) for file in attempt.files]
    unreadable = _unreadable(attempt, course)
    answers: dict[str, File | None] = {}
    for name in exercises:
        exercise = course.find(name)
        named = [file for file, stem in zip(attempt.files, stems, strict=True) if stem == _key(name)]
        counts = {place: len(names & _functions(exercise)) for place, names in defined.items()}
        answers[name] = (
            _first(named, name, counts, attempt, notes)
            or _first(_defining(attempt, exercise, counts), name, counts, attempt, notes)
            or unreadable
        )
    return answers


def mentioned(collection: Collection, course: Course) -> list[str]:
    """Name the exercises that anybody's files answer, in the order of the course.

    A file named like an exercise speaks for that one only: an lstm.py may well define a sigmoid on the way.
    """
    names = {_key(name): name for name in course.by_name}
    ordered = course.ordered()
    found: set[str] = set()
    for file in {file.place: file for attempt in collection.attempts for file in attempt.files}.values():
        if _stem(file) in names:
            found.add(names[_stem(file)])
        elif file.submission:
            defined = file.submission.defines()
            found |= {it.name for it in ordered if not it.spec.planted and defined & _functions(it)}
    return [exercise.name for exercise in ordered if exercise.name in found]


def _key(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


def _stem(file: File) -> str:
    stem = without_suffix(file.name) if is_archive(file.name) else file.name.rpartition(".")[0]
    return _key(undecorated(stem))


@functools.cache
def _functions(exercise: Exercise) -> frozenset[str]:
    return frozenset(functions_of(exercise))


def _defining(attempt: Attempt, exercise: Exercise, counts: dict[str, int]) -> list[File]:
    """Files that define any of its functions; planted bugs are known by the file's name alone."""
    if exercise.spec.planted:
        return []
    most = max(counts.values(), default=0)
    return [file for file in attempt.files if most and counts.get(file.place, 0) == most and file.submission]


def _first(
    files: Iterable[File], name: str, counts: dict[str, int], attempt: Attempt, notes: list[str] | None
) -> File | None:
    ranked = sorted(
        files, key=lambda file: (-counts.get(file.place, -1), file.name.rpartition(".")[0] != name, file.place)
    )
    if len(ranked) > 1 and notes is not None:
        others = ", ".join(file.place for file in ranked[1:4])
        notes.append(f"{attempt.student}: {name} is taken from {ranked[0].place}, not from {others}.")
    return ranked[0] if ranked else None


def _unreadable(attempt: Attempt, course: Course) -> File | None:
    """A file that cannot be read may hold anything, unless it is named after an exercise."""
    names = {_key(name) for name in course.by_name}
    return next((file for file in attempt.files if file.problem and _stem(file) not in names), None)
