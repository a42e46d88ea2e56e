"""What is told to a store, and asked of it: entries, the result of each that counts, and why one has none."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Insert, ScalarSelect, Select, and_, func, select
from sqlalchemy.dialects import postgresql, sqlite

from grader.batch import tables
from grader.batch.model import Attempt, Entry, Fault, Result, Student
from grader.batch.tables import Words
from grader.errors import InputError

_ENTRY = tables.entry.c
#: What an entry is known by, and the order of everything.
PLACE = (_ENTRY.student, _ENTRY.exercise, _ENTRY.attempt)
_NOT_YET = "not graded yet"
#: Characters of an identity: PostgreSQL's indexes end at 2700 bytes.
LONGEST = 255


def counting(connection: Connection) -> list[int]:
    """Regrades whose results count; 0 stands for what is not a regrade."""
    return [0, *connection.execute(select(tables.decision.c.regrade).where(tables.decision.c.applied)).scalars()]


def entries(batch: int, regrades: list[int]) -> Select[Any]:
    """A batch's entries beside their results of these regrades, in order."""
    return (
        select(*PLACE, _ENTRY.key, _ENTRY.submission)
        .select_from(tables.entry)
        .outerjoin(tables.result, tables.result.c.id == _newest(regrades))
        .where(_ENTRY.batch == batch)
        .order_by(*PLACE)
    )


def ungraded(batch: int, regrades: list[int]) -> Select[Any]:
    """The entries that have none, and why."""
    return entries(batch, regrades).where(tables.result.c.id.is_(None)).add_columns(_reason(batch))


def records(batch: int, regrades: list[int]) -> Select[Any]:
    """All entries with the whole result, or why there is none."""
    it = tables.result.c
    return entries(batch, regrades).add_columns(it.outcome, it.printed, it.elapsed_s, it.peak_kib, _reason(batch))


def changes(batch: int, regrades: list[int], regrade: int) -> Select[Any]:
    """Entries whose result would be another one if this regrade counted, too."""
    new, old = tables.result.c, tables.result.alias("old_result")
    before = tables.entry.alias("old_entry")
    return (
        entries(batch, [*regrades, regrade])
        .outerjoin(before, _before(before, regrades))
        .outerjoin(old, old.c.id == _newest(regrades, before))
        .where(new.id.is_distinct_from(old.c.id))
        .add_columns(new.outcome, old.c.outcome.label("old_outcome"))
    )


def wanted(
    entries: Sequence[Entry], students: Sequence[Student], attempts: Sequence[Attempt]
) -> dict[Any, list[dict[str, Any]]]:
    """The rows of a batch by table."""
    for name in {it.id for it in students} | {it.student for it in entries}:
        if len(name) > LONGEST:
            raise InputError(f"The id {name[:40]!r}... of a student is longer than {LONGEST} characters: shorten it.")
    files = [(it, file.submission) for it in attempts for file in it.files if file.submission]
    return {
        tables.student: [{"id": it.id, "name": it.name, "email": it.email} for it in students],
        tables.attempt: [
            {"student": it.student, "number": it.number, "handed_in": it.when.isoformat() if it.when else None}
            for it in attempts
        ],
        tables.file: [
            {"student": it.student, "attempt": it.number, "source": code.digest, "name": code.name}
            for it, code in files
        ],
        tables.source: [{"digest": code.digest, "cells": json.dumps(code.cells)} for _, code in files],
        tables.entry: [
            {
                "student": it.student,
                "exercise": it.exercise,
                "attempt": it.attempt,
                "key": it.key,
                "submission": it.submission,
            }
            for it in entries
        ],
    }


def submission(batch: int, entry: Entry) -> Select[Any]:
    """Name and cells of what an entry is about."""
    file, source = tables.file.c, tables.source.c
    return (
        select(file.name, source.cells)
        .join_from(tables.file, tables.source, file.source == source.digest)
        .where(file.batch == batch, file.student == entry.student)
        .where(file.attempt == entry.attempt, file.source == entry.submission)
    )


def once(connection: Connection, table: Any) -> Insert:
    """Insert what is not there yet."""
    module: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement: Insert = module.insert(table).on_conflict_do_nothing()
    return statement


def as_entry(row: Any) -> Entry:
    """An entry from its row."""
    return Entry(row.student, row.exercise, row.attempt, row.key, row.submission)


def as_record(row: Any) -> Result | Fault:
    """A result, or why there is none, from its row."""
    if row.outcome is None:
        return Fault(as_entry(row), row.reason)
    return Result(as_entry(row), bytes(row.outcome), row.printed, row.elapsed_s, row.peak_kib)


def _newest(regrades: list[int], entry: Any = tables.entry) -> ScalarSelect[int]:
    """Of an entry's results, the one of the last of these regrades."""
    it = tables.result.alias()
    same = and_(it.c.student == entry.c.student, it.c.exercise == entry.c.exercise, it.c.key == entry.c.key)
    query = select(it.c.id).where(same, it.c.regrade.in_(regrades)).order_by(it.c.regrade.desc()).limit(1)
    return query.correlate(entry).scalar_subquery()


def _reason(batch: int) -> Any:
    """Why an entry failed the last time."""
    fault = tables.fault.c
    same = and_(fault.student == _ENTRY.student, fault.exercise == _ENTRY.exercise, fault.key == _ENTRY.key)
    last = select(fault.reason).where(fault.batch == batch, same).order_by(fault.id.desc()).limit(1)
    return func.coalesce(last.correlate(tables.entry).scalar_subquery(), _NOT_YET, type_=Words()).label("reason")


def _before(before: Any, regrades: list[int]) -> Any:
    """The same entry in the last batch that counts and has it."""
    older, earlier = tables.entry.alias(), tables.batch.alias()
    last = (
        select(func.max(older.c.batch))
        .join_from(older, earlier, earlier.c.id == older.c.batch)
        .where(*(older.c[it.name] == it for it in PLACE))
        .where(earlier.c.regrade.in_(regrades))
        .correlate(tables.entry)
    )
    return and_(*(before.c[it.name] == it for it in PLACE), before.c.batch == last.scalar_subquery())
