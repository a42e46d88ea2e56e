"""The tables of a store. Rows are added and never changed: what happened stays."""

import re
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.types import TypeEngine

from grader.errors import InputError

VERSION = 1
_LOCK = 0x646C6772  # any number that only dlgrade uses: of two that make the tables, one waits


class Words(TypeDecorator[str]):
    """Text of any characters, in one order everywhere; what databases refuse is escaped, and comes back as it was."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Order by code points, not as a server's language has it: SQLite does, PostgreSQL is told to."""
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape NUL, which PostgreSQL refuses, lone surrogates, which are no UTF-8, and the escape itself."""
        return None if value is None else re.sub("[\\\\\0\ud800-\udfff]", lambda it: f"\\u{ord(it[0]):04x}", value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Undo it."""
        return None if value is None else re.sub(r"\\u([0-9a-f]{4})", lambda it: chr(int(it[1], 16)), value)


metadata = MetaData()

store = Table("dlgrade_store", metadata, Column("version", Integer, nullable=False))

#: A regrade counts once it is decided: no row in `decision`, and it waits.
regrade = Table("dlgrade_regrade", metadata, Column("id", Integer, primary_key=True))
decision = Table(
    "dlgrade_decision",
    metadata,
    Column("regrade", ForeignKey(regrade.c.id), primary_key=True),
    Column("applied", Boolean, nullable=False),
)

batch = Table(
    "dlgrade_batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("regrade", Integer, nullable=False),  # 0: not a regrade
    Column("made", Words, nullable=False),  # for people: order is that of ids, since clocks jump
    Column("settings", Words, nullable=False),
)
student = Table(
    "dlgrade_student",
    metadata,
    Column("batch", ForeignKey(batch.c.id), primary_key=True),
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("email", Words, nullable=False),
)
attempt = Table(
    "dlgrade_attempt",
    metadata,
    Column("batch", ForeignKey(batch.c.id), primary_key=True),
    Column("student", Words, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("handed_in", Words),
)
file = Table(
    "dlgrade_file",
    metadata,
    Column("batch", ForeignKey(batch.c.id), primary_key=True),
    Column("student", Words, primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("source", Words, primary_key=True),
    Column("name", Words, nullable=False),
)
source = Table(
    "dlgrade_source",
    metadata,
    Column("digest", Words, primary_key=True),
    Column("cells", Words, nullable=False),
)
entry = Table(
    "dlgrade_entry",
    metadata,
    Column("batch", ForeignKey(batch.c.id), primary_key=True),
    Column("student", Words, primary_key=True),
    Column("exercise", Words, primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("key", Words, nullable=False),
    Column("submission", Words, nullable=False),
    Index("dlgrade_entry_history", "student", "exercise", "attempt", "batch"),
    sqlite_with_rowid=False,
)
#: One for each student and key, whichever attempt it was: what is handed in again unchanged has its result.
result = Table(
    "dlgrade_result",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("student", Words, nullable=False),
    Column("exercise", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("regrade", Integer, nullable=False),
    Column("batch", ForeignKey(batch.c.id), nullable=False),
    Column("outcome", LargeBinary, nullable=False),
    Column("printed", Words, nullable=False),
    Column("elapsed_s", Float, nullable=False),
    Column("peak_kib", BigInteger, nullable=False),
    UniqueConstraint("student", "exercise", "key", "regrade", name="dlgrade_result_once"),
)
fault = Table(
    "dlgrade_fault",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", ForeignKey(batch.c.id), nullable=False),
    Column("student", Words, nullable=False),
    Column("exercise", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Index("dlgrade_fault_of", "batch", "student", "exercise", "key"),
)


def prepare(connection: Connection, name: str) -> None:
    """Make the tables in an empty database; refuse one of something else, or of a newer dlgrade."""
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        if connection.exec_driver_sql("SHOW server_encoding").scalar() != "UTF8":
            raise InputError(f"The store {name} must be a database in UTF-8: createdb --encoding UTF8 NAME")
    tables = inspect(connection).get_table_names()
    if store.name not in tables:
        if tables and not postgres:
            raise InputError(f"The store {name} is a database of something else. Give another file, or a new one.")
        metadata.create_all(connection)
        connection.execute(insert(store).values(version=VERSION))
    version = connection.execute(select(store.c.version)).scalar_one()
    if version > VERSION:
        raise InputError(
            f"The store {name} was written by a newer dlgrade (format {version}; this one knows {VERSION}). "
            "Update it: pip install -U dlgrade"
        )
