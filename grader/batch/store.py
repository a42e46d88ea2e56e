"""The store: what batches want, and every result there ever was. Files are derived from it at any time."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Integer, Select, func, select, tuple_

from grader.batch import queries, tables
from grader.batch.database import Database
from grader.batch.model import Attempt, Entry, Fault, Result, Student
from grader.errors import InputError
from grader.outcome import head
from grader.submission import Submission

#: Rows in memory at a time.
PAGE = 50


@dataclass(frozen=True)
class Difference:
    """What a regrade changes; None where an entry is ungraded."""

    student: str
    exercise: str
    attempt: int
    old_points: float | None
    new_points: float | None
    old_status: str | None
    new_status: str | None


class Store:
    """All batches of a course: opened by a path, or by a URL of SQLite or PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.name = database.name

    @classmethod
    def open(cls, where: str | Path, patience: float = 60.0) -> "Store":
        """Open a store, or make it; locks and a server that is away are waited for so many seconds."""
        database = Database(where, patience)
        try:
            database.write(lambda connection: tables.prepare(connection, database.name))
        except BaseException:
            database.close()
            raise
        return cls(database)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def begin(
        self,
        entries: Iterable[Entry],
        students: Iterable[Student],
        attempts: Iterable[Attempt],
        settings: Mapping[str, Any],
        *,
        regrade: bool = False,
    ) -> "Batch":
        """Begin a batch. A regrade goes on with the one that was neither applied nor discarded, if there is one."""
        rows = queries.wanted(list(entries), list(students), list(attempts))
        made, text = datetime.now(UTC).isoformat(timespec="seconds"), json.dumps(settings, sort_keys=True)

        def work(connection: Connection) -> tuple[int, int]:
            number = _open_regrade(connection) if regrade else 0
            batch = _new(connection, tables.batch, regrade=number, made=made, settings=text)
            for table, lines in rows.items():
                if lines:
                    own = {"batch": batch} if "batch" in table.c else {}
                    connection.execute(queries.once(connection, table), [line | own for line in lines])
            return batch, number

        return Batch(self._database, *self._database.write(work), json.loads(text))

    def latest(self) -> "Batch":
        """The last batch that counts: a regrade does once it is applied."""
        it = tables.batch.c

        def work(connection: Connection) -> Any:
            query = select(it.id, it.regrade, it.settings).where(it.regrade.in_(queries.counting(connection)))
            return connection.execute(query.order_by(it.id.desc()).limit(1)).one_or_none()

        row = self._database.read(work)
        if row is None:
            raise InputError(f"The store {self.name} holds no batch that counts yet. Run: dlgrade grade SUBMISSIONS")
        return Batch(self._database, row.id, row.regrade, json.loads(row.settings))


class Batch:
    """What one run of `dlgrade grade` wants, and what came of it."""

    def __init__(self, database: Database, id: int, regrade: int, settings: dict[str, Any]) -> None:
        self._database = database
        self.id = id
        self.regrade = regrade  # 0: not a regrade
        self.settings = settings

    def todo(self) -> list[Entry]:
        """Entries without a result, in order; of those that a student handed in twice unchanged, the first."""

        def work(connection: Connection) -> list[Entry]:
            regrades = [self.regrade] if self.regrade else queries.counting(connection)
            query = queries.entries(self.id, regrades).where(tables.result.c.id.is_(None))
            return [queries.as_entry(row) for row in connection.execute(query)]

        first: dict[tuple[str, str, str], Entry] = {}
        for entry in self._database.read(work):
            first.setdefault((entry.student, entry.exercise, entry.key), entry)
        return list(first.values())

    def save(self, results: Iterable[Result]) -> None:
        """Store results, all or none; a result that somebody else has stored meanwhile stays as it is."""
        rows = sorted((self._row(it) for it in results), key=lambda it: (it["student"], it["exercise"], it["key"]))

        def work(connection: Connection) -> None:
            if self.regrade:
                self._refuse_decided(connection)
            if rows:
                connection.execute(queries.once(connection, tables.result), rows)

        self._database.write(work)

    def fault(self, fault: Fault) -> None:
        """Note that an entry could not be graded this time."""
        it = fault.entry
        row = {"batch": self.id, "student": it.student, "exercise": it.exercise, "key": it.key, "reason": fault.reason}
        self._database.write(lambda connection: connection.execute(tables.fault.insert(), row) and None)

    def records(self) -> Iterator[Result | Fault]:
        """Every entry with what counts: its result, or why it is ungraded; by student, exercise, attempt."""
        rows = self._pages(queries.records(self.id, self._database.read(queries.counting)))
        return (queries.as_record(row) for row in rows)

    def results(self) -> Iterator[Result]:
        """The results that count, in the same order."""
        return (it for it in self.records() if isinstance(it, Result))

    def faults(self) -> Iterator[Fault]:
        """The entries that are ungraded, in the same order."""
        rows = self._pages(queries.ungraded(self.id, self._database.read(queries.counting)))
        return (Fault(queries.as_entry(row), row.reason) for row in rows)

    def students(self) -> list[Student]:
        """Who is in the batch, by id."""
        it = tables.student.c
        query = select(it.id, it.name, it.email).where(it.batch == self.id).order_by(it.id)
        return [Student(*row) for row in self._all(query)]

    def handed_in(self) -> dict[tuple[str, int], datetime | None]:
        """When each attempt was handed in, by student and number."""
        it = tables.attempt.c
        rows = self._all(select(it.student, it.number, it.handed_in).where(it.batch == self.id))
        return {(student, number): datetime.fromisoformat(when) if when else None for student, number, when in rows}

    def submission(self, entry: Entry) -> Submission | None:
        """What was graded, as it was handed in; None where nothing was."""
        rows = self._all(queries.submission(self.id, entry))
        return Submission(rows[0].name, json.loads(rows[0].cells)) if rows else None

    def differences(self) -> Iterator[Difference]:
        """What applying this regrade would change, in order."""
        counting = self._database.read(queries.counting)
        for row in self._pages(queries.changes(self.id, counting, self.regrade)):
            old, new = _head(row.old_outcome), _head(row.outcome)
            if old != new:
                yield Difference(row.student, row.exercise, row.attempt, old[0], new[0], old[1], new[1])

    def apply(self) -> None:
        """Let the results of this regrade count."""
        self._decide(True)

    def discard(self) -> None:
        """Let the results of this regrade never count; they stay in the history."""
        self._decide(False)

    def _decide(self, applied: bool) -> None:
        def work(connection: Connection) -> bool:
            stands = self._decision(connection)
            if stands is None:
                connection.execute(tables.decision.insert().values(regrade=self.regrade, applied=applied))
            return applied if stands is None else stands

        if self._database.write(work) != applied:
            raise InputError(_decided(not applied))

    def _refuse_decided(self, connection: Connection) -> None:
        applied = self._decision(connection, shared=True)
        if applied is not None:
            raise InputError(_decided(applied))

    def _decision(self, connection: Connection, shared: bool = False) -> bool | None:
        """Whether this regrade counts. The lock: nothing is saved for one that is just being decided."""
        regrade, decision = tables.regrade.c, tables.decision.c
        connection.execute(select(regrade.id).where(regrade.id == self.regrade).with_for_update(read=shared))
        return connection.execute(select(decision.applied).where(decision.regrade == self.regrade)).scalar_one_or_none()

    def _row(self, result: Result) -> dict[str, Any]:
        return {
            "student": result.entry.student,
            "exercise": result.entry.exercise,
            "key": result.entry.key,
            "regrade": self.regrade,
            "batch": self.id,
            "outcome": result.outcome,
            "printed": result.printed,
            "elapsed_s": result.elapsed_s,
            "peak_kib": result.peak_kib,
        }

    def _all(self, query: Select[Any]) -> list[Any]:
        return list(self._database.read(lambda connection: connection.execute(query).all()))

    def _pages(self, query: Select[Any]) -> Iterator[Any]:
        """A query's rows in bounded memory; a connection that is lost meanwhile costs one page."""
        place = tuple_(*queries.PLACE)
        types: list[Any] = [tables.Words(), tables.Words(), Integer()]
        rows = self._all(query.limit(PAGE))
        yield from rows
        while len(rows) == PAGE:
            rows = self._all(query.where(place > tuple_(*rows[-1][:3], types=types)).limit(PAGE))
            yield from rows


def _new(connection: Connection, table: Any, **values: Any) -> int:
    made = connection.execute(table.insert().values(**values)).inserted_primary_key
    return int(made[0]) if made else 0


def _open_regrade(connection: Connection) -> int:
    """The regrade that waits for a decision, or a new one; the lock lets only one of two begin it."""
    connection.execute(select(tables.store.c.version).with_for_update())
    it, decided = tables.regrade.c.id, select(tables.decision.c.regrade)
    waiting = connection.execute(select(func.max(it)).where(it.not_in(decided))).scalar()
    return _new(connection, tables.regrade) if waiting is None else int(waiting)


def _head(outcome: bytes | None) -> tuple[float | None, str | None]:
    if outcome is None:
        return None, None
    found = head(outcome)
    return found.points, found.status


def _decided(applied: bool) -> str:
    return (
        f"This regrade was {'applied' if applied else 'discarded'} meanwhile by another command. "
        "Run `dlgrade grade --regrade` again."
    )
