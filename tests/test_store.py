import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import tracemalloc
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from grader.batch import store as store_module
from grader.batch.database import Database
from grader.batch.model import Attempt, Entry, Fault, File, Result, Student
from grader.batch.store import Difference, Store
from grader.errors import InputError
from grader.submission import Submission

FORK = multiprocessing.get_context("fork")
AGAIN = "Run the same command again then: what is stored stays, and grading goes on from there."


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path):
    """An empty place for a store, in each database."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    return request.getfixturevalue("server").database()


@pytest.fixture
def store(where):
    with Store.open(where, patience=20) as store:
        yield store


def entry(student="ann", exercise="lstm", attempt=1, key="k", submission="d"):
    return Entry(student, exercise, attempt, key, submission)


def result(of, points=3.0, status="passed", **more):
    outcome = {"format": 1, "exercise": of.exercise, "status": status, "points": points, "max_points": 4.0, **more}
    return Result(of, json.dumps(outcome).encode(), "", 0.25, 1000)


def begin(store, entries, **options):
    return store.begin(entries, [Student(name) for name in {it.student for it in entries}], [], {}, **options)


def a_class(students, exercises=("gru", "lstm", "rnn")):
    return [
        entry(f"s{n:05}", exercise, key=f"{exercise}-{n}") for n in range(students) for exercise in sorted(exercises)
    ]


def rows(where, sql):
    database = Database(where, 5)
    try:
        return database.read(lambda connection: connection.exec_driver_sql(sql).all())
    finally:
        database.close()


@contextmanager
def refused(message):
    with pytest.raises(InputError) as refusal:
        yield
    assert str(refusal.value) == message


# --- what a batch wants, and what came of it -------------------------------------------------------------------------


def test_what_was_saved_is_what_comes_back(store):
    batch = begin(store, [entry()])
    saved = Result(entry(), b'{"status":"passed", "points" :3.0}', "printed\n", 0.1, 123)
    batch.save([saved])
    assert list(batch.results()) == [saved]
    assert list(batch.records()) == [saved]


def test_entries_without_a_result_are_to_be_done(store):
    done, left = entry("ann"), entry("bob")
    batch = begin(store, [left, done])
    assert batch.todo() == [done, left]
    batch.save([result(done)])
    assert batch.todo() == [left]


def test_what_another_batch_has_graded_is_not_done_again(store):
    begin(store, [entry()]).save([result(entry())])
    assert begin(store, [entry()]).todo() == []


def test_an_entry_with_another_key_is_graded_and_the_old_result_stays(store, where):
    begin(store, [entry()]).save([result(entry(), 1.0)])
    changed = entry(key="new")
    batch = begin(store, [changed])
    assert batch.todo() == [changed]
    batch.save([result(changed, 2.0)])
    assert [json.loads(it.outcome)["points"] for it in batch.results()] == [2.0]
    assert rows(where, "SELECT key FROM dlgrade_result ORDER BY id") == [("k",), ("new",)]


def test_what_is_handed_in_again_unchanged_has_its_result(store):
    first, second = entry(attempt=1), entry(attempt=2)
    batch = begin(store, [first, second])
    assert batch.todo() == [first]
    batch.save([result(first)])
    assert batch.todo() == []
    assert [it.entry.attempt for it in batch.results()] == [1, 2]


def test_two_students_with_the_same_file_have_a_result_each(store):
    """A result may name the file, and with it a student."""
    batch = begin(store, [entry("ann"), entry("bob")])
    batch.save([result(entry("ann"))])
    assert batch.todo() == [entry("bob")]


def test_a_result_that_is_there_is_not_replaced(store):
    one, other = begin(store, [entry()]), begin(store, [entry()])
    one.save([result(entry(), 1.0)])
    other.save([result(entry(), 2.0), result(entry(exercise="rnn"), 2.0)])
    assert [json.loads(it.outcome)["points"] for it in other.results()] == [1.0]


def test_an_entry_that_failed_says_why_it_failed_the_last_time(store):
    batch = begin(store, [entry("ann"), entry("bob"), entry("cleo")])
    batch.fault(Fault(entry("ann"), "the worker did not start"))
    batch.fault(Fault(entry("ann"), "the disk was full"))
    batch.save([result(entry("bob"))])
    assert list(batch.faults()) == [Fault(entry("ann"), "the disk was full"), Fault(entry("cleo"), "not graded yet")]
    assert [type(it) for it in batch.records()] == [Fault, Result, Fault]


def test_a_fault_is_forgotten_once_there_is_a_result(store):
    batch = begin(store, [entry()])
    batch.fault(Fault(entry(), "the worker did not start"))
    assert batch.todo() == [entry()]
    batch.save([result(entry())])
    assert list(batch.faults()) == []


def test_results_come_by_student_exercise_and_attempt_as_python_orders_them(store, monkeypatch):
    monkeypatch.setattr(store_module, "PAGE", 3)
    names = ["a", "B", "ä", "Z", "_", "-", "a b", "ab", "ż", "\U0001f600", "ﬀ", "a-b", "10", "9", ""]
    entries = [entry(name, exercise, attempt) for name in names for exercise in "xy" for attempt in (10, 9)]
    random.Random(1).shuffle(entries)
    batch = begin(store, entries)
    batch.save([result(it) for it in entries])
    assert [it.entry for it in batch.results()] == sorted(entries)
    assert [it.id for it in batch.students()] == sorted(names)


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "\udcff\udcfe", "\\u0000", "\\", "'; DROP TABLE x; --", "%s :a {}"])
def test_text_of_any_characters_comes_back_as_it_was(store, monkeypatch, text):
    monkeypatch.setattr(store_module, "PAGE", 1)
    it = entry(text, attempt=1, submission=Submission("f", [text]).digest)
    other = entry(text, attempt=2, key="other")
    attempt = Attempt(text, 1, None, (File("here", "f", Submission("f", [text])),))
    batch = store.begin([it, other], [Student(text, text, text)], [attempt], {"note": text})
    batch.save([replace(result(it), printed=text), replace(result(other), printed=text)])
    assert [(found.entry, found.printed) for found in batch.results()] == [(it, text), (other, text)]
    assert batch.students() == [Student(text, text, text)]
    assert batch.submission(it) == Submission("f", [text])
    assert store.latest().settings == {"note": text}


def test_large_results_are_stored(store):
    batch = begin(store, [entry()])
    huge = Result(entry(), b'{"x":"' + b"y" * (8 << 20) + b'"}', "\0z" * (1 << 20), 1e9, 1 << 40)
    batch.save([huge])
    assert list(batch.results()) == [huge]


def test_an_id_that_is_too_long_is_refused_before_anything_is_graded(store):
    with refused(f"The id {'x' * 40!r}... of a student is longer than 255 characters: shorten it."):
        begin(store, [entry("x" * 256)])
    with pytest.raises(InputError):
        store.latest()


def test_the_longest_id_of_the_hardest_characters_is_stored(store):
    longest = entry("\udcff" * 255, key="k" * 64)
    batch = begin(store, [longest])
    batch.save([result(longest)])
    assert batch.todo() == []


def test_what_was_handed_in_is_kept_with_the_name_that_each_student_gave_it(store):
    code = ["import numpy as np", "x = 1"]
    mine, copied, again = (Submission(name, code) for name in ("ann_lstm.py", "bob_lstm.py", "a_lstm.py"))
    when = datetime(2026, 3, 1, 23, 59, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    attempts = [
        Attempt("ann", 1, when, (File("a.zip", mine.name, mine), File("a.zip", "x.pdf", None, "is not Python"))),
        Attempt("bob", 1, None, (File("b.zip", copied.name, copied),)),
        Attempt("bob", 2, None, (File("b.zip", again.name, again),)),
    ]
    entries = [entry(name, attempt=n, submission=mine.digest) for name, n in (("ann", 1), ("bob", 1), ("bob", 2))]
    store.begin(entries, [Student("ann", "Ann", "ann@x.org"), Student("bob")], attempts, {"level": 2})
    batch = store.latest()
    assert [batch.submission(it) for it in entries] == [mine, copied, again]
    assert batch.submission(entry("cleo")) is None
    assert batch.handed_in() == {("ann", 1): when, ("bob", 1): None, ("bob", 2): None}
    assert batch.students() == [Student("ann", "Ann", "ann@x.org"), Student("bob")]
    assert batch.settings == {"level": 2}


def test_a_store_that_is_opened_again_goes_on(where):
    with Store.open(where) as store:
        begin(store, [entry("ann"), entry("bob")]).save([result(entry("ann"))])
    with Store.open(where) as store:
        assert store.latest().todo() == [entry("bob")]


def test_the_last_batch_is_that_with_the_highest_number_whatever_the_clock_says(store, monkeypatch):
    class Clock(datetime):
        year_of = iter([2026, 1970])

        @classmethod
        def now(cls, tz=None):
            return datetime(next(cls.year_of), 1, 1, tzinfo=tz)

    monkeypatch.setattr(store_module, "datetime", Clock)
    begin(store, [entry("ann")]).save([result(entry("ann"))])
    second = begin(store, [entry("bob")])
    assert store.latest().id == second.id


def test_a_store_without_a_batch_says_so(store):
    with refused(f"The store {store.name} holds no batch that counts yet. Run: dlgrade grade SUBMISSIONS"):
        store.latest()


def test_twenty_thousand_results_are_read_in_little_memory(store):
    entries = a_class(10_000, ["lstm", "rnn"])
    batch = begin(store, entries)
    for n in range(0, len(entries), 1000):
        batch.save([result(it, text="y" * 2000) for it in entries[n : n + 1000]])
    del entries
    tracemalloc.start()
    try:
        assert sum(1 for _ in batch.results()) == 20_000
        assert tracemalloc.get_traced_memory()[1] < 4 << 20  # all of them take 40 MiB
    finally:
        tracemalloc.stop()


# --- regrades --------------------------------------------------------------------------------------------------------


@pytest.fixture
def graded(store):
    """A batch of two, all graded."""
    batch = begin(store, [entry("ann"), entry("bob")])
    batch.save([result(entry("ann"), 1.0, "failed"), result(entry("bob"), 3.0)])
    return batch


def points(batch):
    return [json.loads(it.outcome)["points"] for it in batch.results()]


def test_a_regrade_grades_everything_again_and_shows_what_changes(store, graded):
    batch = begin(store, [entry("ann"), entry("bob")], regrade=True)
    assert batch.todo() == [entry("ann"), entry("bob")]
    batch.save([result(entry("ann"), 4.0), result(entry("bob"), 3.0)])
    assert list(batch.differences()) == [Difference("ann", "lstm", 1, 1.0, 4.0, "failed", "passed")]


def test_a_regrade_counts_when_it_is_applied_and_not_before(store, graded):
    batch = begin(store, [entry("ann"), entry("bob")], regrade=True)
    batch.save([result(entry("ann"), 4.0), result(entry("bob"), 4.0)])
    assert store.latest().id == graded.id
    assert points(store.latest()) == [1.0, 3.0]
    batch.apply()
    assert store.latest().id == batch.id
    assert points(store.latest()) == points(begin(store, [entry("ann"), entry("bob")])) == [4.0, 4.0]


def test_a_regrade_that_is_discarded_never_counts(store, graded):
    batch = begin(store, [entry("ann"), entry("bob")], regrade=True)
    batch.save([result(entry("ann"), 4.0)])
    batch.discard()
    assert points(store.latest()) == [1.0, 3.0]
    assert begin(store, [entry("ann")], regrade=True).todo() == [entry("ann")]


def test_a_regrade_that_was_killed_goes_on_where_it_stopped(store, graded):
    begin(store, [entry("ann"), entry("bob")], regrade=True).save([result(entry("ann"), 4.0)])
    begin(store, [entry("ann"), entry("bob")])  # an ordinary one between them
    again = begin(store, [entry("ann"), entry("bob")], regrade=True)
    assert again.todo() == [entry("bob")]
    again.save([result(entry("bob"), 4.0)])
    again.apply()
    assert points(store.latest()) == [4.0, 4.0]


def test_each_regrade_begins_anew_once_the_one_before_is_decided(store, graded):
    for n in (2.0, 4.0):
        batch = begin(store, [entry("ann")], regrade=True)
        assert batch.todo() == [entry("ann")]
        batch.save([result(entry("ann"), n)])
        batch.apply()
    assert points(store.latest()) == [4.0]


def test_a_regrade_with_another_grader_compares_with_what_counted(store, graded):
    """The keys are others then; of an exercise that the last batch left out, the one before it counts."""
    other = begin(store, [entry("ann", "rnn")])
    other.save([result(entry("ann", "rnn"), 2.0)])
    new = [entry("ann", key="new"), entry("bob", key="new"), entry("ann", "rnn", key="new"), entry("cleo")]
    batch = begin(store, new, regrade=True)
    batch.save([result(new[0], 1.0, "failed"), result(new[2], 0.0, "error"), result(new[3], 4.0)])
    assert list(batch.differences()) == [
        Difference("ann", "rnn", 1, 2.0, 0.0, "passed", "error"),
        Difference("bob", "lstm", 1, 3.0, None, "passed", None),
        Difference("cleo", "lstm", 1, None, 4.0, None, "passed"),
    ]


def test_a_regrade_compares_with_what_counts_now_also_where_it_was_graded_after_it_began(store, graded):
    batch = begin(store, [entry("ann")], regrade=True)
    batch.save([result(entry("ann"), 4.0)])
    begin(store, [entry("ann", key="new")]).save([result(entry("ann", key="new"), 4.0)])
    assert list(batch.differences()) == []


def test_results_of_a_regrade_that_does_not_count_are_no_results(store, graded):
    new = entry("ann", key="new")
    begin(store, [new], regrade=True).save([result(new, 4.0)])
    assert begin(store, [new]).todo() == [new]


def test_a_regrade_is_decided_once(store, graded):
    one = begin(store, [entry("ann")], regrade=True)
    other = begin(store, [entry("ann")], regrade=True)
    one.apply()
    one.apply()
    said = "This regrade was applied meanwhile by another command. Run `dlgrade grade --regrade` again."
    with refused(said):
        other.discard()
    with refused(said):
        other.save([result(entry("ann"), 0.0)])
    assert points(store.latest()) == [1.0]


def test_a_regrade_may_be_resumed_when_it_was_discarded_by_nobody_else(store, graded):
    one = begin(store, [entry("ann")], regrade=True)
    other = begin(store, [entry("ann")], regrade=True)
    one.discard()
    with refused("This regrade was discarded meanwhile by another command. Run `dlgrade grade --regrade` again."):
        other.apply()


def test_nothing_in_a_store_is_ever_changed_or_removed(where):
    said = []
    event.listen(Engine, "before_cursor_execute", note := lambda *it: said.append(it[2]))
    try:
        with Store.open(where) as store:
            for regrade in (False, True, True, False):
                batch = begin(store, [entry("ann"), entry("bob")], regrade=regrade)
                batch.save([result(entry("ann"), 4.0)])
                batch.fault(Fault(entry("bob"), "no worker"))
                list(batch.records()), list(batch.faults()), batch.todo(), batch.students()
                if regrade:
                    list(batch.differences())
                    batch.apply()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    first = {statement.split()[0] for statement in said}
    assert first <= {"SELECT", "INSERT", "CREATE", "PRAGMA", "BEGIN", "SHOW"}
    assert not [it for it in said if re.search(r"\b(DO UPDATE|REPLACE|TRUNCATE)\b", it)]
    assert len(said) > 40


# --- several at once, and what goes wrong ----------------------------------------------------------------------------


def work(where, entries, seed=None, regrade=False):
    """What a batch does: all that is to be done, a student at a time."""
    with Store.open(where) as store:
        batch = begin(store, entries, regrade=regrade)
        by_student = {}
        for it in batch.todo():
            by_student.setdefault(it.student, []).append(it)
        students = list(by_student)
        if seed is not None:
            random.Random(seed).shuffle(students)
        for student in students:
            batch.save([result(it, printed_by=it.student) for it in by_student[student]])


def started(target, *arguments):
    process = FORK.Process(target=target, args=arguments)
    process.start()
    return process


def test_two_batches_at_once_store_each_result_once(where):
    entries = a_class(60)
    writers = [started(work, where, entries, seed) for seed in (1, 2)]
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    with Store.open(where) as store:
        assert [it.entry for it in store.latest().results()] == entries
    assert rows(where, "SELECT count(*) FROM dlgrade_result") == [(len(entries),)]
    assert rows(where, "SELECT count(*) FROM dlgrade_batch") == [(2,)]


def test_two_regrades_that_begin_at_once_are_one(where):
    work(where, a_class(2))
    other = threading.Thread(target=work, args=[where, a_class(2), None, True])

    def meanwhile(_connection, _cursor, statement, *_):
        if "INTO dlgrade_regrade" in statement and not other.ident:
            other.start()
            other.join(0.3)

    event.listen(Engine, "after_cursor_execute", meanwhile)
    try:
        work(where, a_class(2), regrade=True)
        other.join()
    finally:
        event.remove(Engine, "after_cursor_execute", meanwhile)
    assert rows(where, "SELECT count(*) FROM dlgrade_regrade") == [(1,)]
    assert rows(where, "SELECT count(*) FROM dlgrade_result") == [(12,)]


@pytest.mark.parametrize("moment", ["before_cursor_execute", "after_cursor_execute", "commit"])
def test_a_writer_that_is_killed_in_a_transaction_leaves_nothing_of_it(where, moment):
    def write():
        with Store.open(where) as store:
            batch = begin(store, a_class(2))
            batch.save([result(it) for it in batch.todo()[:3]])

            def die(_connection, _cursor=None, statement="INTO dlgrade_result", *_):
                if "INTO dlgrade_result" in statement:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(Engine, moment, die)
            batch.save([result(it) for it in batch.todo()])

    writer = started(write)
    writer.join()
    assert writer.exitcode == -signal.SIGKILL
    with Store.open(where) as store:
        assert store.latest().todo() == a_class(2)[3:]


def cut(url):
    """End all connections to a database, as an administrator can."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    rows(url, f"SELECT pg_terminate_backend(pid) {others}")


def test_a_connection_that_is_lost_between_transactions_is_made_again(server):
    url = server.database()
    with Store.open(url) as store:
        batch = begin(store, [entry()])
        cut(url)
        batch.save([result(entry())])
        cut(url)
        assert batch.todo() == []


@pytest.mark.parametrize("moment", ["before_cursor_execute", "after_cursor_execute", "commit"])
def test_a_connection_that_is_lost_in_a_transaction_repeats_it(server, moment):
    url = server.database()
    with Store.open(url) as store:
        batch = begin(store, [entry("ann"), entry("bob")])
        lost = []

        def lose(_connection, _cursor=None, statement="INTO dlgrade_result", *_):
            if "INTO dlgrade_result" in statement and not lost:
                lost.append(statement)
                cut(url)

        event.listen(Engine, moment, lose)
        try:
            batch.save([result(entry("ann")), result(entry("bob"))])
        finally:
            event.remove(Engine, moment, lose)
        assert lost
        assert [it.entry for it in batch.results()] == [entry("ann"), entry("bob")]


def test_a_connection_that_is_lost_while_results_are_read_loses_none(server, monkeypatch):
    monkeypatch.setattr(store_module, "PAGE", 2)
    url, entries = server.database(), a_class(3)
    work(url, entries)
    with Store.open(url) as store:
        found = []
        for it in store.latest().results():
            found.append(it.entry)
            cut(url)
        assert found == entries


def test_a_server_that_is_started_again_is_waited_for(server):
    url, entries = server.database(), a_class(40)
    with Store.open(url, patience=60) as store:
        batch = begin(store, entries)
        batch.save([result(it) for it in entries[:3]])
        server.stop()
        later = threading.Timer(0.3, server.start)
        later.start()
        batch.save([result(it) for it in entries[3:]])
        later.join()
        assert [it.entry for it in batch.results()] == entries


def test_a_server_that_stays_away_is_reported(server):
    url = server.database()
    with Store.open(url, patience=0.2) as store:
        batch = begin(store, [entry()])
        server.stop()
        try:
            with pytest.raises(InputError) as refusal:
                batch.save([result(entry())])
        finally:
            server.start()
            server.wait()
        assert re.fullmatch(
            rf"The store test at {server.folder} does not work: .*\. {re.escape(AGAIN)}", str(refusal.value)
        )
        batch.save([result(entry())])


@contextmanager
def held(where):
    """A lock that another program keeps."""
    if where.startswith("postgresql"):
        other = Database(where, 5)
        with other._engine.connect() as connection:
            connection.exec_driver_sql("LOCK TABLE dlgrade_result IN EXCLUSIVE MODE")
            yield
        other.close()
    else:
        with closing(sqlite3.connect(where, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield


def test_a_locked_store_is_reported_and_nothing_is_lost(where):
    with Store.open(where, patience=0.2) as store:
        batch = begin(store, [entry("ann"), entry("bob")])
        batch.save([result(entry("ann"))])
        with held(where):
            with refused(f"The store {store.name} is locked by another program. Close that program. {AGAIN}"):
                batch.save([result(entry("bob"))])
            assert batch.todo() == [entry("bob")]  # it can be read meanwhile
        batch.save([result(entry("bob"))])
        assert batch.todo() == []


def test_a_lock_that_passes_is_waited_for(where):
    with Store.open(where, patience=30) as store:
        batch = begin(store, [entry()])
        with held(where):
            writer = threading.Thread(target=batch.save, args=[[result(entry())]])
            writer.start()
            writer.join(0.3)
            assert writer.is_alive()
        writer.join()
        assert batch.todo() == []


def test_a_store_that_cannot_grow_is_reported_and_nothing_is_lost(tmp_path):
    where = str(tmp_path / "store.db")
    entries = a_class(30)
    with Store.open(where) as store:
        pages = rows(where, "PRAGMA page_count")[0][0] + 60
        event.listen(store._database._engine, "begin", lambda it: it.exec_driver_sql(f"PRAGMA max_page_count={pages}"))
        batch = begin(store, entries)
        with refused(f"The store {where} cannot grow: the disk is full. Make room on it. {AGAIN}"):
            for n in range(0, 90, 3):
                batch.save([result(it, text="y" * 5000) for it in entries[n : n + 3]])
        left = batch.todo()
        assert 0 < len(left) < 90
        assert len(left) % 3 == 0
    work(where, entries)
    assert rows(where, "SELECT count(*) FROM dlgrade_result") == [(90,)]
    assert rows(where, "PRAGMA integrity_check") == [("ok",)]


FULL = """
    import os, sys
    sys.path.insert(0, os.getcwd())
    from grader.errors import InputError
    from tests.test_store import a_class, begin, result, rows, work
    from grader.batch.store import Store
    entries, ballast = a_class(300), "/mnt/ballast"
    open(ballast, "wb").write(bytes(1 << 20))
    with Store.open("/mnt/store.db") as store:
        batch = begin(store, entries)
        try:
            for n in range(0, 900, 3):
                batch.save([result(it, text="y" * 3000) for it in entries[n : n + 3]])
        except InputError as error:
            print(error)
        print(0 < len(batch.todo()) < 900, len(batch.todo()) % 3)
    os.unlink(ballast)
    with Store.open("/mnt/store.db") as store:
        print(len(store.latest().todo()) % 3, rows("/mnt/store.db", "PRAGMA integrity_check"))
        batch = store.latest()
        for n in range(0, 30, 3):
            batch.save([result(it, text="y" * 3000) for it in batch.todo()[:3]])
        print(len(list(batch.results())) + len(batch.todo()))
"""


def test_a_disk_that_is_full_is_reported_and_what_was_stored_stays(tmp_path):
    script = tmp_path / "full.py"
    script.write_text(textwrap.dedent(FULL))
    confined = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    mount = "mount -t tmpfs -o size=2m none /mnt"
    if subprocess.run([*confined, "sh", "-c", mount], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here, not even in a namespace")
    run = [*confined, "sh", "-c", f'{mount} && exec "$@"', "sh", sys.executable, script]
    done = subprocess.run(run, capture_output=True, text=True)
    assert done.stdout.splitlines() == [
        f"The store /mnt/store.db cannot grow: the disk is full. Make room on it. {AGAIN}",
        "True 0",
        "0 [('ok',)]",
        "900",
    ], done.stderr


def test_a_server_whose_disk_is_full_is_reported_and_nothing_is_lost(server):
    url = server.database()
    with Store.open(url) as store:
        batch = begin(store, [entry()])
        database = Database(url, 5)
        full = "BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END"
        for statement in (
            f"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ {full} $$",
            "CREATE TRIGGER full_disk BEFORE INSERT ON dlgrade_result EXECUTE FUNCTION full_disk()",
        ):
            database.write(lambda connection, text=statement: connection.exec_driver_sql(text))
        with refused(f"The store {store.name} cannot grow: the server's disk is full. Make room on it. {AGAIN}"):
            batch.save([result(entry())])
        database.write(lambda connection: connection.exec_driver_sql("DROP TRIGGER full_disk ON dlgrade_result"))
        database.close()
        batch.save([result(entry())])
        assert batch.todo() == []


# --- stores that cannot be used --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (
            "mysql://me:secret@host/x",
            "The store cannot be in mysql. Give a file (results.db) or postgresql://USER@HOST:PORT/DATABASE.",
        ),
        (
            "postgresql://me:secret@host:port/x",
            "The store's URL cannot be read. Write postgresql://USER@HOST:PORT/DATABASE.",
        ),
        ("sqlite://", "The store needs a file, so that nothing is lost: sqlite:///results.db"),
        ("sqlite:///:memory:", "The store needs a file, so that nothing is lost: sqlite:///results.db"),
        ("/", "The store / is not a file. Give the path of one, for example results.db."),
        ("/dev/null", "The store /dev/null is not a file. Give the path of one, for example results.db."),
        ("/nowhere/x.db", "The store /nowhere/x.db cannot be made: its folder does not exist."),
    ],
)
def test_a_place_that_can_hold_no_store_is_refused(where, message):
    with refused(message):
        Store.open(where)


@pytest.mark.parametrize("url", ["postgresql://me:secret@127.0.0.1:1/x", "postgres://me@127.0.0.1:1/x?password=secret"])
def test_a_server_that_does_not_answer_is_refused_at_once_and_without_the_password(monkeypatch, url):
    pytest.importorskip("psycopg")
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("tried again"))
    with pytest.raises(InputError) as refusal:
        Store.open(url)
    said = str(refusal.value)
    assert said.startswith("The store x at 127.0.0.1:1 does not work: ")
    assert said.endswith("Connection refused. Check --store.")
    assert "secret" not in said
    assert "\n" not in said


def test_a_database_that_does_not_exist_is_refused(server):
    server.wait()
    with pytest.raises(InputError, match=r'FATAL:  database "nope" does not exist\. Check --store\.$'):
        Store.open(f"postgresql://dlgrade:secret@/nope?host={server.folder}")


def test_a_database_that_is_not_in_utf8_is_refused(server):
    url = server.create("latin", "--encoding=LATIN1", "--locale-provider=libc", "--locale=C", "--template=template0")
    with pytest.raises(InputError, match=r" must be a database in UTF-8: createdb --encoding UTF8 NAME$"):
        Store.open(url)


def test_a_missing_driver_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with refused("The store is a PostgreSQL database, and its driver is missing. Run: pip install 'dlgrade[postgres]'"):
        Store.open("postgresql://me@host/x")


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all, but long enough to be looked at\n" * 50)
    with refused(f"The store {path} is not an SQLite database. Give another file, or a new one."):
        Store.open(path)
    assert path.read_text().startswith("not a database at all")


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "gradebook.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE student (id TEXT)")
    with refused(f"The store {path} is a database of something else. Give another file, or a new one."):
        Store.open(path)
    assert rows(str(path), "SELECT name FROM sqlite_master") == [("student",)]


def test_a_store_that_is_damaged_is_reported(tmp_path):
    path = tmp_path / "store.db"
    work(str(path), a_class(100))
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    with refused(f"The store {path} is damaged. Bring it back from a copy, or grade into a new file."):
        work(str(path), a_class(100))


def test_a_store_of_a_newer_version_is_refused(where):
    Store.open(where).close()
    database = Database(where, 5)
    database.write(lambda connection: connection.exec_driver_sql("UPDATE dlgrade_store SET version = 99"))
    database.close()
    with pytest.raises(InputError) as refusal:
        Store.open(where)
    assert str(refusal.value) == (
        f"The store {database.name} was written by a newer dlgrade (format 99; this one knows 1). "
        "Update it: pip install -U dlgrade"
    )


def test_a_folder_that_cannot_be_written_is_reported():
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)

    def attempt(end):
        if os.geteuid() == 0:
            os.setuid(65534)
        try:
            Store.open(folder / "store.db")
        except InputError as error:
            end.send(str(error))

    here, there = FORK.Pipe()
    try:
        started(attempt, there).join()
        assert here.poll()
        assert here.recv() == (
            f"The store {folder}/store.db cannot be opened: dlgrade must be able to write this file and its folder."
        )
    finally:
        shutil.rmtree(folder)


def test_a_store_opened_by_two_at_once_is_made_once(where):
    def open_it():
        Store.open(where).close()

    openers = [started(open_it) for _ in range(4)]
    for opener in openers:
        opener.join()
    assert [opener.exitcode for opener in openers] == [0] * 4
    assert rows(where, "SELECT version FROM dlgrade_store") == [(1,)]


def test_a_url_of_sqlite_is_a_path(tmp_path):
    with Store.open(f"sqlite:///{tmp_path}/store.db") as store:
        assert store.name == f"{tmp_path}/store.db"
    assert (tmp_path / "store.db").exists()


def test_what_is_stored_survives_a_power_cut(tmp_path):
    """As far as a machine that keeps its power can say: each commit is on the disk before it is reported."""
    said = []
    with Store.open(tmp_path / "store.db") as store:
        store._database.read(lambda it: said.append(it.exec_driver_sql("PRAGMA synchronous").scalar()))
        store._database.read(lambda it: said.append(it.exec_driver_sql("PRAGMA journal_mode").scalar()))
    assert said == [2, "wal"]
