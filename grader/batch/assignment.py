"""assignment.toml: what is handed in, when it is due, and which attempt counts (docs/GRADING.md)."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from grader.batch import times
from grader.course import Course, Exercise
from grader.errors import CourseError, InputError
from grader.toml import did_you_mean, parse

Counts = Literal["last", "best", "first"]
T = TypeVar("T")


class _Part(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    points: float | None = None
    due: Any = None


class _Late(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    per_day: str | None = None
    per_hour: str | None = None
    cap: str | None = None
    latest: str | None = None


class _Attempts(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    counts: Counts = "last"
    limit: int | None = None


class File(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """An assignment.toml, as it is written."""

    format: int
    exercises: list[str] | dict[str, float | _Part]
    title: str = ""
    due: Any = None
    timezone: str | None = None
    grace: str | None = None
    out_of: float | None = None
    decimals: int = 2
    late: _Late | None = None
    attempts: _Attempts = _Attempts()
    extensions: dict[str, Any] = {}


@dataclass(frozen=True)
class Part:
    """One exercise of an assignment: what it is worth, and when it is due."""

    exercise: Exercise
    points: Fraction
    due: datetime | None = None


@dataclass(frozen=True)
class Late:
    """What lateness costs: a share of the points that were earned for each unit begun, up to a cap."""

    share: Fraction = Fraction(0)
    unit: str = "day"  # of times.UNITS
    cap: Fraction = Fraction(1)
    latest: timedelta | None = None  # after the due date; what comes later does not count


@dataclass(frozen=True)
class Assignment:
    """What an instructor decided about a batch. Its rules are applied in marks.py."""

    parts: tuple[Part, ...]
    title: str = ""
    zone: ZoneInfo | None = None
    grace: timedelta = timedelta(0)
    late: Late = Late()
    counts: Counts = "last"
    limit: int | None = None
    extensions: Mapping[str, datetime] = field(default_factory=dict)
    out_of: Fraction | None = None
    decimals: int = 2
    source: str = field(default="", compare=False)  # the file, as it was read

    @classmethod
    def load(cls, path: Path, course: Course) -> "Assignment":
        """Read an assignment.toml; whatever is wrong with it is said here, before anything is graded."""
        try:
            return cls.parse(path.read_bytes(), path, course)
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}.") from None

    @classmethod
    def parse(cls, content: bytes, path: Path, course: Course) -> "Assignment":
        """The same with what was read of the file, then or once."""
        file = parse(content, path, File, (_Part, _Late, _Attempts))
        return replace(_Reader(path, course, file).assignment(), source=content.decode("utf-8"))

    @classmethod
    def of(cls, exercises: Iterable[Exercise]) -> "Assignment":
        """Return the assignment that needs no file: each exercise counts what it is worth, and none is due."""
        return cls(tuple(Part(exercise, exact(exercise.points)) for exercise in exercises))

    @property
    def exercises(self) -> list[Exercise]:
        """What is graded, in the instructor's order."""
        return [part.exercise for part in self.parts]

    @property
    def points(self) -> Fraction:
        """All points that can be had."""
        return self.out_of if self.out_of is not None else sum((part.points for part in self.parts), Fraction(0))

    def due(self, student: str, part: Part) -> datetime | None:
        """When it is due for this student: an extension moves a date back, never forward."""
        if part.due is None:
            return None
        return max(part.due, self.extensions.get(student, part.due))

    def idle_extensions(self, students: Iterable[str]) -> list[str]:
        """Return one sentence for each extension that no student has: a mistyped name, or nothing handed in."""
        known = set(students)
        strangers = [student for student in self.extensions if student not in known]
        return [f"extensions: nobody here is {name!r}.{did_you_mean(name, known)}" for name in strangers]


def exact(points: float) -> Fraction:
    """Return the decimal number that a float stands for: 0.1 + 0.2 is 3/10."""
    return Fraction(points).limit_denominator(10**6)


@dataclass(frozen=True)
class _Reader:
    """Checks what the file says, key by key; errors name file and key first."""

    path: Path
    course: Course
    file: File

    def assignment(self) -> Assignment:
        zone = self._understood("timezone", times.zone, self.file.timezone)
        parts = self._parts(zone)
        self._needs_due(any(part.due is not None for part in parts))
        if self.file.out_of is not None:
            self._positive("out_of", self.file.out_of)
        if not 0 <= self.file.decimals <= 6:
            self._refuse("decimals", f"{self.file.decimals} is not from 0 to 6.")
        limit = self.file.attempts.limit
        if limit is not None and limit < 1:
            self._refuse("attempts.limit", f"{limit} attempts are none: write 1 or more, or leave the key out.")
        grace = self._understood("grace", times.span, self.file.grace) or timedelta(0)
        return Assignment(
            parts=parts,
            title=self.file.title,
            zone=zone,
            grace=grace,
            late=self._late(grace),
            counts=self.file.attempts.counts,
            limit=limit,
            extensions={name: self._moment(f"extensions.{name}", at, zone) for name, at in self._extensions()},
            out_of=None if self.file.out_of is None else exact(self.file.out_of),
            decimals=self.file.decimals,
        )

    def _parts(self, zone: ZoneInfo | None) -> tuple[Part, ...]:
        due = None if self.file.due is None else self._moment("due", self.file.due, zone)
        listed = self.file.exercises
        wanted = [(name, _Part()) for name in listed] if isinstance(listed, list) else list(_filled(listed))
        if not wanted:
            self._refuse("exercises", 'there are none: write exercises = ["lstm"] for example.')
        parts: dict[str, Part] = {}
        for name, part in wanted:
            exercise = self._exercise(name)
            if exercise.name in parts:
                self._refuse("exercises", f"{name!r} occurs twice.")
            key = f"exercises.{name}"
            points = exercise.points if part.points is None else part.points
            self._positive(f"{key}.points" if isinstance(listed, dict) else key, points)
            own = due if part.due is None else self._moment(f"{key}.due", part.due, zone)
            parts[exercise.name] = Part(exercise, exact(points), own)
        return tuple(parts.values())

    def _exercise(self, name: str) -> Exercise:
        try:
            exercise = self.course.find(name)
        except CourseError:
            raise
        except InputError:
            self._refuse("exercises", f"no exercise {name!r}.{did_you_mean(name, self.course.by_name)}")
        if not exercise.points:
            self._refuse("exercises", f"{exercise.name!r} has no points in its .toml, so it cannot be marked.")
        return exercise

    def _late(self, grace: timedelta) -> Late:
        late = self.file.late or _Late()
        if late.per_day is not None and late.per_hour is not None:
            self._refuse("late", "per_day and per_hour exclude each other: keep one.")
        share = self._understood("late.per_day", times.percent, late.per_day)
        hourly = self._understood("late.per_hour", times.percent, late.per_hour)
        if late.cap is not None and share is None and hourly is None:
            self._refuse("late.cap", "there is nothing to limit: add per_day or per_hour.")
        cap = self._understood("late.cap", times.percent, late.cap)
        latest = self._understood("late.latest", times.span, late.latest)
        if latest is not None and latest < grace:
            self._refuse("late.latest", f"{times.amount(latest)} is shorter than the grace, {times.amount(grace)}.")
        return Late(
            share=share or hourly or Fraction(0),
            unit="day" if hourly is None else "hour",
            cap=Fraction(1) if cap is None else cap,
            latest=latest,
        )

    def _extensions(self) -> Iterable[tuple[str, Any]]:
        for name, at in self.file.extensions.items():
            if isinstance(at, dict):
                inner = ".".join([name, *at][:2])
                self._refuse(f"extensions.{name}", f'a name with a dot needs quotes: "{inner}" = "2026-11-25T12:00".')
            yield name, at

    def _needs_due(self, there: bool) -> None:
        for key in ("grace", "late", "extensions"):
            if getattr(self.file, key) and not there:
                self._refuse(key, 'no exercise has a due date: add due = "2026-11-20T23:59" above the tables.')

    def _positive(self, key: str, number: float) -> None:
        if not (math.isfinite(number) and exact(number) > 0):
            self._refuse(key, f"{number:g} is not a number above 0.")

    def _moment(self, key: str, written: Any, zone: ZoneInfo | None) -> datetime:
        try:
            return times.moment(written, zone)
        except times.Unclear as unclear:
            self._refuse(key, str(unclear))

    def _understood(self, key: str, parse: Callable[[str], T], written: str | None) -> T | None:
        try:
            return None if written is None else parse(written)
        except times.Unclear as unclear:
            self._refuse(key, str(unclear))

    def _refuse(self, key: str, says: str) -> NoReturn:
        raise CourseError(f"{self.path}: {key}: {says}")


def _filled(table: dict[str, float | _Part]) -> Iterable[tuple[str, _Part]]:
    for name, part in table.items():
        yield name, part if isinstance(part, _Part) else _Part(points=part)
