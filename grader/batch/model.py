"""What a batch is about: who handed in what, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from grader.submission import Submission


@dataclass(frozen=True, order=True)
class Student:
    """One student: the identity by which all results are kept, and what else is known."""

    id: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class File:
    """One file of an attempt: its text, or why it cannot be read (which is the student's fault, not ours)."""

    place: str  # where the instructor finds it, for example "export.zip: jdoe_12_34_lstm.py"
    name: str  # as the student named it, for example "lstm.py"
    submission: Submission | None
    problem: str = ""


@dataclass(frozen=True)
class Attempt:
    """What a student handed in at one time."""

    student: str
    number: int  # from 1, in the order in which they were handed in
    when: datetime | None  # aware; None where nothing says it
    files: tuple[File, ...]
    late: bool = False  # the system that collected it says so; false where it says nothing


@dataclass(frozen=True)
class Collection:
    """Everything that was found, and what an instructor should know about how it was read."""

    layout: str  # what was recognised, in words: "Canvas download", "one folder per student"
    students: Mapping[str, Student]
    attempts: tuple[Attempt, ...]  # by student, then number
    missing: tuple[str, ...] = ()  # in the roster, nothing handed in
    unknown: tuple[str, ...] = ()  # handed in, not in the roster
    notes: tuple[str, ...] = ()  # what was left out and why, one line each


@dataclass(frozen=True, order=True)
class Entry:
    """One exercise of one attempt: what is graded, and the hash of all that its result depends on."""

    student: str
    exercise: str
    attempt: int
    key: str = field(compare=False)
    submission: str = field(compare=False)  # hash of the file's content; "" where nothing was handed in for it


@dataclass(frozen=True)
class Result:
    """What came of an entry. The outcome is the published JSON, byte for byte; times are kept apart from it."""

    entry: Entry
    outcome: bytes
    printed: str
    elapsed_s: float
    peak_kib: int


@dataclass(frozen=True)
class Fault:
    """Why an entry could not be graded: ours, never a grade."""

    entry: Entry
    reason: str
