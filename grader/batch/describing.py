"""Says what was collected, for an instructor to look at before anything runs."""

from grader.batch.model import Attempt, Collection, File
from grader.report.safe import one_line, width

_FILES = 4
_NAMES = 10


def describe(collection: Collection) -> list[str]:
    """Lines for a terminal: what was recognised, a table of students, who is missing or unknown, and notes."""
    attempts = collection.attempts
    students = {attempt.student for attempt in attempts}
    files = {file.place: file for attempt in attempts for file in attempt.files}
    bad = sum(bool(file.problem) for file in files.values())
    lines = [
        f"Recognised: {collection.layout}.",
        f"{_count(len(students), 'student')}, {_count(len(attempts), 'attempt')}, {_count(len(files), 'file')}"
        + (f", of which {bad:,} cannot be read." if bad else "."),
        "",
        *_table([("student", "name", "attempt", "handed in", "files"), *(_row(it, collection) for it in attempts)]),
    ]
    problems = [
        f"{one_line(file.place, 200)}: {one_line(file.problem, 300)}" for file in files.values() if file.problem
    ]
    for title, found in (("Cannot be read", problems), ("Notes", [one_line(note, 500) for note in collection.notes])):
        if found:
            lines += ["", f"{title}:", *(f"  {line}" for line in found)]
    for title, ids in (("Missing", collection.missing), ("Not in the class list", collection.unknown)):
        if ids:
            lines += ["", f"{title} ({len(ids):,}): {some(ids, collection)}"]
    return lines


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def some(ids: tuple[str, ...], collection: Collection) -> str:
    """The first of some students, and how many there are besides."""
    shown = [
        f"{id} ({collection.students[id].name})" if collection.students[id].name not in ("", id) else id for id in ids
    ]
    more = f", and {len(ids) - _NAMES:,} more" if len(ids) > _NAMES else ""
    return one_line(", ".join(shown[:_NAMES])) + more


def _row(attempt: Attempt, collection: Collection) -> tuple[str, ...]:
    name = collection.students[attempt.student].name
    when = attempt.when.strftime("%Y-%m-%d %H:%M:%S UTC") if attempt.when else "-"
    return (
        one_line(attempt.student, 40),
        one_line(name if name != attempt.student else "", 30),
        str(attempt.number),
        f"{when} (late)" if attempt.late else when,
        _files(attempt.files),
    )


def _files(files: tuple[File, ...]) -> str:
    names = [one_line(file.name, 40) + (" (unreadable)" if file.problem else "") for file in files[:_FILES]]
    more = f", and {len(files) - _FILES} more" if len(files) > _FILES else ""
    return ", ".join(names) + more or "none"


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
