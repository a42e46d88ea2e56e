"""The files that are derived from a store: results.jsonl and grades.csv, the same bytes for the same contents."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

from grader.batch.model import Entry, Fault, Result, Student
from grader.batch.store import Batch
from grader.errors import InputError
from grader.files import replacing
from grader.outcome import FORMAT
from grader.report.safe import one_line

Status = Literal["graded", "ungraded in part", "ungraded", "missing"]

#: With a mark, since Excel takes a file without one for the local code page: `open(..., encoding="utf-8-sig")`.
_ENCODING = "utf-8-sig"
#: What a spreadsheet may take for the end of a cell, whatever its separator is.
_ENDS = '[,;|"]'
#: Letters that show nothing.
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"


@dataclass(frozen=True)
class Row:
    """A student's line in grades.csv. Points are raw, as graded; None where there is no grade."""

    student: Student
    status: Status
    points: Mapping[str, float | None] = field(default_factory=dict)  # by exercise
    raw_score: float | None = None
    late_penalty: float | None = None
    score: float | None = None
    max_score: float | None = None
    notes: Sequence[str] = ()  # why a mark is what it is, where that is not plain


def write_jsonl(batch: Batch, path: Path, counts: Callable[[Entry], bool] = lambda _: True) -> None:
    """Write results.jsonl: a line for each student and exercise, of the attempt that counts."""
    with _derived(path) as file:
        for record in batch.records():
            if counts(record.entry):
                file.write(_line(record))


def write_grades(rows: Iterable[Row], exercises: Sequence[str], path: Path) -> None:
    """Write grades.csv: a line for each student, by id, which no spreadsheet takes for a formula."""
    totals = ("raw_score", "late_penalty", "score", "max_score")
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["student_id", "name", "email", *map(_cell, exercises), *totals, "status", "notes"])
    for row in sorted(rows, key=lambda it: it.student):
        who = (row.student.id, row.student.name, row.student.email)
        points = (*(row.points.get(name) for name in exercises), *(getattr(row, name) for name in totals))
        table.writerow([*map(_cell, who), *map(_number, points), row.status, _cell(" ".join(row.notes))])
    with _derived(path) as file:
        file.write(text.getvalue().encode(_ENCODING))


@contextmanager
def _derived(path: Path) -> Iterator[BinaryIO]:
    try:
        with replacing(path, sync=True) as file:
            yield file
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror or error}. The results are in the store: run the command again."
        ) from None


def _line(record: Result | Fault) -> bytes:
    """The published JSON with the student in front. A line end in it could only stand between tokens."""
    entry = record.entry
    front = json.dumps({"student": entry.student, "submission": entry.submission}).encode()
    if isinstance(record, Fault):
        why = {"format": FORMAT, "exercise": entry.exercise, "ungraded": one_line(record.reason)}
        outcome = json.dumps(why).encode()
    else:
        outcome = record.outcome.replace(b"\n", b" ").replace(b"\r", b" ").strip()
    return front[:-1] + b", " + outcome[1:] + b"\n"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value + 0.0:.10g}"


def _cell(text: str) -> str:
    """Text on one line, with ' before whatever would begin a formula, also after another separator than ours."""
    return "".join(f"'{part}" if _acts(part) else part for part in re.split(f"({_ENDS})", one_line(text)))


def _acts(text: str) -> bool:
    first = next((letter for letter in text if not _shows_nothing(letter)), "")
    return unicodedata.normalize("NFKC", first)[:1] in ("=", "+", "-", "@", "\u2212")


def _shows_nothing(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "CZM" or letter in _BLANK
