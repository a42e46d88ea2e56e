"""The way to a database, SQLite or PostgreSQL: transactions that are repeated where that helps, errors in one line."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from grader.errors import InputError
from grader.report.safe import one_line

Answer = TypeVar("Answer")

#: Codes of what passes: locks, a deadlock, a server that stops or starts.
_PASSING = ("SQLITE_BUSY", "SQLITE_LOCKED", "40001", "40P01", "55P03", "57P01", "57P02", "57P03")
#: Seconds for which the database itself waits for a lock.
_LOCKED = 5.0
_AGAIN = "Run the same command again then: what is stored stays, and grading goes on from there."
_ADVICE = {
    "SQLITE_BUSY": f"is locked by another program. Close that program. {_AGAIN}",
    "SQLITE_LOCKED": f"is locked by another program. Close that program. {_AGAIN}",
    "55P03": f"is locked by another program. Close that program. {_AGAIN}",
    "SQLITE_FULL": f"cannot grow: the disk is full. Make room on it. {_AGAIN}",
    "53100": f"cannot grow: the server's disk is full. Make room on it. {_AGAIN}",
    "SQLITE_IOERR": f"cannot be read or written: the disk is full, or it fails. {_AGAIN}",
    "SQLITE_NOTADB": "is not an SQLite database. Give another file, or a new one.",
    "SQLITE_CORRUPT": "is damaged. Bring it back from a copy, or grade into a new file.",
    "SQLITE_CANTOPEN": "cannot be opened: dlgrade must be able to write this file and its folder.",
    "SQLITE_READONLY": "cannot be written: dlgrade must be able to write this file and its folder.",
}


class Database:
    """A database by its URL or its path; `name` is what messages call it, without a password."""

    def __init__(self, where: str | Path, patience: float) -> None:
        url = _url(where)
        self.name = _name(url)
        self.patience = patience  # seconds for which a lock, or a server that is away, is waited for
        self.met = False  # once it has answered, a lost connection is made again
        self._engine = _engine(url, patience)

    def read(self, work: Callable[[Connection], Answer]) -> Answer:
        """Run work that only reads, in one transaction."""
        return self._run(self._engine.execution_options(reads=True), work)

    def write(self, work: Callable[[Connection], Answer]) -> Answer:
        """Run work in one transaction: whole or not at all. It may run twice, so twice must do the same as once."""
        return self._run(self._engine, work)

    def _run(self, engine: Engine, work: Callable[[Connection], Answer]) -> Answer:
        give_up = time.monotonic() + self.patience
        pause = 0.02
        while True:
            try:
                with engine.begin() as connection:
                    answer = work(connection)
                self.met = True
                return answer
            except DBAPIError as error:
                if time.monotonic() > give_up or not self._passes(error):
                    raise InputError(self._explain(error)) from None
            time.sleep(pause)
            pause = min(2 * pause, 1.0)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _passes(self, error: DBAPIError) -> bool:
        code = _code(error)
        lost = error.connection_invalidated or (isinstance(error, OperationalError) and not code)
        return code.startswith(_PASSING) or (self.met and lost)

    def _explain(self, error: DBAPIError) -> str:
        code = _code(error)
        for known, advice in _ADVICE.items():
            if code.startswith(known):
                return f"The store {self.name} {advice}"
        cause = one_line((str(error.orig).strip() or type(error.orig).__name__).splitlines()[0], 300).rstrip(".")
        return f"The store {self.name} does not work: {cause}. {_AGAIN if self.met else 'Check --store.'}"


def _code(error: DBAPIError) -> str:
    """SQLite's name of the error, or PostgreSQL's five characters; empty where no connection was made."""
    return getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None) or ""


def _url(where: str | Path) -> URL:
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(where))
    scheme = where.partition("://")[0]
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):  # their message repeats the password
        raise InputError("The store's URL cannot be read. Write postgresql://USER@HOST:PORT/DATABASE.") from None
    if scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if scheme != "sqlite":
        raise InputError(
            f"The store cannot be in {one_line(scheme, 40)}. Give a file (results.db) or "
            "postgresql://USER@HOST:PORT/DATABASE."
        )
    return url


def _name(url: URL) -> str:
    if url.drivername == "sqlite":
        return one_line(url.database or "", 300)
    host = url.host or url.query.get("host") or "this machine"
    return one_line(f"{url.database or '(default)'} at {host}{f':{url.port}' if url.port else ''}", 300)


def _engine(url: URL, patience: float) -> Engine:
    if url.drivername == "sqlite":
        return _sqlite(url, patience)
    locked = f"-c lock_timeout={max(1, int(1000 * min(_LOCKED, patience)))}"
    silent: dict[str, Any] = {"connect_timeout": 10, "tcp_user_timeout": 30_000, "options": locked}
    try:
        return create_engine(url, connect_args={name: it for name, it in silent.items() if name not in url.query})
    except ImportError:
        raise InputError(
            "The store is a PostgreSQL database, and its driver is missing. Run: pip install 'dlgrade[postgres]'"
        ) from None


def _sqlite(url: URL, patience: float) -> Engine:
    path = Path(url.database or "")
    if url.database in (None, "", ":memory:"):
        raise InputError("The store needs a file, so that nothing is lost: sqlite:///results.db")
    if path.exists() and not path.is_file():
        raise InputError(f"The store {_name(url)} is not a file. Give the path of one, for example results.db.")
    if not path.absolute().parent.is_dir():
        raise InputError(f"The store {_name(url)} cannot be made: its folder does not exist.")
    engine = create_engine(url, connect_args={"timeout": min(_LOCKED, patience)})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    """WAL lets others read meanwhile; FULL keeps what was reported as stored through a power cut."""
    connection.isolation_level = None  # the module's own transactions begin too late: we begin them
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A transaction that reads first and writes then would fail at once beside another writer."""
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reads") else "BEGIN IMMEDIATE")
