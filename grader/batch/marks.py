"""Marks: which attempt counts, what lateness costs, and why; pure functions of what is stored.

Each exercise is marked by itself: it has its own due date, and its own attempts, which are the hand-ins that hold it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from grader.batch.assignment import Assignment, Part, exact
from grader.batch.model import Entry
from grader.batch.times import UNITS, amount, as_percent, counted, shown

State = Literal["marked", "incomplete", "missing"]


@dataclass(frozen=True)
class Scored:
    """An entry with what came of it; no points while it is ungraded."""

    entry: Entry
    when: datetime | None
    points: float | None
    max_points: float


@dataclass(frozen=True)
class Mark:
    """What a student gets for an exercise: exact, beside the raw score, with the reason in one sentence."""

    student: str
    exercise: str
    state: State
    max_points: Fraction
    why: str
    attempt: int | None = None  # the one that counts
    raw: float | None = None  # as graded
    raw_max: float | None = None
    earned: Fraction | None = None  # the raw score as points of the assignment, before lateness
    penalty: Fraction = Fraction(0)  # the share of them that lateness takes
    points: Fraction | None = None  # None: incomplete
    flags: tuple[str, ...] = ()  # what an instructor should look at


@dataclass(frozen=True)
class Total:
    """All marks of a student, and their sum, rounded once."""

    student: str
    marks: tuple[Mark, ...]
    state: State
    earned: Decimal | None  # before lateness
    points: Decimal | None  # None: incomplete
    max_points: Decimal
    flags: tuple[str, ...]


def totals(assignment: Assignment, students: Iterable[str], scored: Iterable[Scored]) -> list[Total]:
    """Mark everybody, in the order of their ids; who handed in nothing is marked, too."""
    handed_in: dict[tuple[str, str], list[Scored]] = {}
    for one in scored:
        handed_in.setdefault((one.entry.student, one.entry.exercise), []).append(one)
    return [
        _total(
            assignment,
            student,
            [
                mark(assignment, student, part, handed_in.get((student, part.exercise.name), []))
                for part in assignment.parts
            ],
        )
        for student in sorted({*students, *(student for student, _ in handed_in)})
    ]


def _total(assignment: Assignment, student: str, marks: list[Mark]) -> Total:
    states = {mark.state for mark in marks}
    state: State = "incomplete" if "incomplete" in states else "missing" if states == {"missing"} else "marked"
    incomplete = state == "incomplete"
    return Total(
        student=student,
        marks=tuple(marks),
        state=state,
        earned=None if incomplete else _sum(assignment, (mark.earned or Fraction(0) for mark in marks)),
        points=None if incomplete else _sum(assignment, (mark.points or Fraction(0) for mark in marks)),
        max_points=_sum(assignment, (mark.max_points for mark in marks)),
        flags=tuple(f"{mark.exercise}: {flag}" for mark in marks for flag in mark.flags),
    )


def _sum(assignment: Assignment, points: Iterable[Fraction]) -> Decimal:
    scale = assignment.points / (sum(part.points for part in assignment.parts) or 1)
    return rounded(sum(points, Fraction(0)) * scale, assignment.decimals)


def rounded(points: Fraction, decimals: int) -> Decimal:
    """Round as schools do: half a unit of the last place goes up."""
    return Decimal(math.floor(points * 10**decimals + Fraction(1, 2))).scaleb(-decimals)


def mark(assignment: Assignment, student: str, part: Part, scored: Iterable[Scored]) -> Mark:
    """Mark one exercise of one student."""
    due = assignment.due(student, part)
    attempts = _distinct(scored)
    allowed, said = _allowed(assignment, attempts, due)
    nothing = Fraction(0)
    blank = Mark(student, part.exercise.name, "marked", part.points, why=_sentence(said))
    if not attempts:
        return replace(blank, state="missing", why="Nothing handed in.", earned=nothing, points=nothing)
    graded = [one for one in allowed if one.points is not None]
    one = _chosen(assignment, part, due, (graded if assignment.counts == "best" else []) or allowed or attempts)
    found = replace(blank, raw=one.points, raw_max=one.max_points, earned=_worth(part, one))
    if not allowed:
        return replace(found, penalty=Fraction(1), points=nothing)
    chosen = f"attempt {one.entry.attempt} counts" + (f", the {assignment.counts}" if len(allowed) > 1 else "")
    flags = _flags(assignment, allowed, one, due)
    found = replace(found, attempt=one.entry.attempt, flags=flags)
    if found.earned is None:
        return replace(found, state="incomplete", why=_sentence([chosen, *flags, *said]))
    penalty, cost = lateness(assignment, one.when, due)
    extended = [f"extended to {shown(due)}"] if due is not None and due != part.due else []
    why = _sentence([chosen, cost, *extended, *(flag for flag in flags if flag != cost), *said])
    return replace(found, penalty=penalty, points=found.earned * (1 - penalty), why=why)


def _distinct(scored: Iterable[Scored]) -> list[Scored]:
    """Return the attempts at an exercise, in order: one handed in again unchanged is the same, as early as it was."""
    attempts: list[Scored] = []
    for one in sorted(scored, key=lambda one: one.entry.attempt):
        if not one.entry.submission:
            continue
        if attempts and attempts[-1].entry.submission == one.entry.submission:
            if attempts[-1].points is None:
                attempts[-1] = replace(attempts[-1], points=one.points)
            continue
        attempts.append(one)
    return attempts


def _allowed(assignment: Assignment, attempts: list[Scored], due: datetime | None) -> tuple[list[Scored], list[str]]:
    """Return the attempts that may count, and why others may not."""
    allowed, said = [], []
    limit, latest = assignment.limit, assignment.late.latest
    for place, one in enumerate(attempts, 1):
        if limit is not None and place > limit:
            said.append(f"attempt {one.entry.attempt} is over the limit of {limit} and does not count")
        elif latest is not None and _after(one.when, due) > latest:
            late = amount(_after(one.when, due))
            said.append(f"attempt {one.entry.attempt} came {late} late and does not count: {amount(latest)} at most")
        else:
            allowed.append(one)
    return allowed, said


def _chosen(assignment: Assignment, part: Part, due: datetime | None, attempts: list[Scored]) -> Scored:
    if assignment.counts != "best":
        return attempts[-1 if assignment.counts == "last" else 0]
    return max(attempts, key=lambda one: (_worth(part, one) or 0) * (1 - lateness(assignment, one.when, due)[0]))


def _worth(part: Part, one: Scored) -> Fraction | None:
    """Return the raw score as points of the assignment."""
    return None if one.points is None else exact(one.points) / (exact(one.max_points) or 1) * part.points


def _flags(assignment: Assignment, attempts: list[Scored], one: Scored, due: datetime | None) -> tuple[str, ...]:
    looked_at = attempts if assignment.counts == "best" else [one]
    ungraded = [f"attempt {it.entry.attempt} could not be graded yet" for it in looked_at if it.points is None]
    untimed = [lateness(assignment, None, due)[1]] if one.when is None and due is not None else []
    return (*ungraded, *untimed)


def lateness(assignment: Assignment, when: datetime | None, due: datetime | None) -> tuple[Fraction, str]:
    """Return the share of the points that lateness takes, and why. Time runs on across a change of the clocks."""
    if due is None:
        return Fraction(0), "no due date"
    if when is None:
        return Fraction(0), "the hand-in time is unknown, so nothing is taken off"
    late = _after(when, due)
    if late <= timedelta(0):
        return Fraction(0), "on time"
    if late <= assignment.grace:
        return Fraction(0), f"{amount(late)} late, within the {amount(assignment.grace)} of grace"
    rule = assignment.late
    if not rule.share:
        return Fraction(0), f"{amount(late)} late, which costs nothing"
    begun = -(-late // timedelta(seconds=UNITS[rule.unit]))
    penalty = min(rule.cap, begun * rule.share)
    most = ", the most that lateness costs" if penalty < begun * rule.share else ""
    grace = f"; {amount(assignment.grace)} of grace used up" if assignment.grace else ""
    return penalty, f"{amount(late)} late ({counted(begun, rule.unit)} begun): {as_percent(penalty)} off{most}{grace}"


def _after(when: datetime | None, due: datetime | None) -> timedelta:
    """Return how long after the due date it came: in UTC, because the clocks of one zone are compared as they read."""
    if when is None or due is None:
        return timedelta(0)
    return when.astimezone(UTC) - due.astimezone(UTC)


def _sentence(clauses: Iterable[str]) -> str:
    text = "; ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}."
