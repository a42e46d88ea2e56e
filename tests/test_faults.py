import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from benchmarks import faults
from grader.batch import job, schedule
from grader.batch import store as stores
from grader.batch.store import Store
from grader.cli import main
from grader.isolation import bubblewrap
from tests.data.making import CENTRE, SCALE, SMALL, edited
from tests.grading import (
    WRONG,
    Inline,
    Ran,
    command,
    copied_course,
    files,
    hand_in,
    lines,
    points,
    process,
    rows,
    until,
)

BOTH = {"scale.py": SCALE, "centre.py": CENTRE}
OPTIONS = ("--out", "out", "--isolation", "process")
LEVELS = [
    "process",
    pytest.param("bubblewrap", marks=pytest.mark.skipif(bool(bubblewrap.why_not()), reason="no bwrap")),
]


@pytest.fixture
def here(tmp_path, monkeypatch, batteries):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DLGRADE_CACHE", str(batteries))
    return Path()


@pytest.fixture
def grade(here, monkeypatch, capsys):
    """Grade in this process, without others that grade."""
    monkeypatch.setattr(schedule, "Pool", Inline)

    def grade(*words, submissions="in", course=SMALL):
        monkeypatch.setattr(Inline, "graded", [])
        monkeypatch.setattr(sys, "argv", ["dlgrade", "--course", str(course), "grade", submissions, *OPTIONS, *words])
        monkeypatch.setattr(sys, "stdin", StringIO())
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Ran(ended.value.code or 0, out, err)

    return grade


# kills


@pytest.mark.parametrize(("isolation", "kills"), [(LEVELS[0], 4), pytest.param("bubblewrap", 2, marks=LEVELS[1].marks)])
def test_a_batch_that_is_killed_at_random_moments_ends_as_an_undisturbed_one(here, tmp_path, isolation, kills):
    tally = faults.campaign(tmp_path / "campaign", isolation, faults.mixed(kills, 3), 3, students=5)
    assert tally.wrong == []
    assert tally.kills.total() == kills


def test_a_database_that_ends_its_connections_costs_nothing(here, tmp_path, server):
    url = server.database()
    tally = faults.campaign(tmp_path / "campaign", "process", ["database"] * 2, 5, 5, url)
    assert (tally.wrong, tally.kills) == ([], Counter(database=2))


def test_a_database_that_is_restarted_costs_nothing(here, tmp_path, server):
    faults.hand_in(tmp_path / "in", 6, 0)
    undisturbed = batch(tmp_path / "one", tmp_path / "in")
    finish(undisturbed)
    restarted = batch(tmp_path / "two", tmp_path / "in", server.database())
    running = restarted.start()
    until(lambda: len(restarted.rows()) > 1)
    server.stop()
    time.sleep(0.5)
    server.start()
    _, said = running.communicate(timeout=120)
    assert (running.returncode, "Traceback" in said) == (0, False), said
    server.wait()
    assert (restarted.files(), restarted.rows()) == (undisturbed.files(), undisturbed.rows())


def test_two_batches_at_once_on_one_store_double_nothing(here, tmp_path):
    faults.hand_in(tmp_path / "in", 8, 0)
    alone = batch(tmp_path / "one", tmp_path / "in")
    finish(alone)
    both = batch(tmp_path / "two", tmp_path / "in")
    at_once = [both.start(), both.start()]
    said = [process.communicate(timeout=120)[1] for process in at_once]
    assert [process.returncode for process in at_once] == [0, 0], said
    assert (both.files(), both.rows()) == (alone.files(), alone.rows())
    with closing(sqlite3.connect(both.out / "results.db")) as database:
        assert database.execute("SELECT count(*) FROM dlgrade_batch").fetchone() == (2,)


@pytest.mark.skipif(bool(bubblewrap.why_not()), reason="no bwrap")
@pytest.mark.parametrize("kind", ["group", "job"])
def test_a_submission_that_hangs_does_not_outlive_a_kill(here, tmp_path, kind):
    hand_in(tmp_path / "in", ann="while True: pass\n")
    hanging = faults.Batch(tmp_path / "one", tmp_path / "in", "bubblewrap", jobs=1)
    faults.adopt()
    before = faults.children()
    running = hanging.start()
    until(lambda: any(depth > 3 for depth, _ in faults.below(running.pid)))
    sandbox = {it.pid for depth, it in faults.below(running.pid) if depth > 1}
    assert faults.kill(kind, running, hanging.url, faults.random.Random(0))
    until(lambda: not sandbox & {it.pid for it in faults.running()})
    running.kill()
    running.communicate()
    assert faults.left_of(before) == []


def batch(folder, submissions, store=""):
    return faults.Batch(folder, submissions, "process", store)


def finish(batch):
    running = batch.start()
    _, said = running.communicate(timeout=120)
    assert running.returncode == 0, said


# one of the processes that grade, and what is below it


@pytest.mark.parametrize("isolation", LEVELS)
def test_a_worker_that_somebody_kills_is_no_verdict(here, grade, monkeypatch, isolation):
    hand_in(here / "in", ann="import time\ntime.sleep(0.6)\n" + WRONG)
    grade("--isolation", isolation)
    undisturbed = files(here / "out")
    shutil.rmtree("out")
    killed = []
    monkeypatch.setattr(job, "nursery", killing(job.nursery, killed))
    assert grade("--isolation", isolation).code == 0
    assert len(killed) == 1
    assert files(here / "out") == undisturbed


def killing(nursery, killed):
    """Kill the first worker when it is at the submission."""

    @contextmanager
    def nursery_that_kills(isolation):
        with nursery(isolation) as launch:

            def launch_and_kill(level):
                worker = launch(level)
                if not killed:
                    killed.append(worker)
                    threading.Timer(0.3, worker.process.kill).start()
                return worker

            yield launch_and_kill

    return nursery_that_kills


def test_a_submission_that_kills_itself_is_not_taken_for_a_fault(here, grade):
    hand_in(here / "in", ann="import os\nos.kill(os.getpid(), 9)\n" + SCALE)
    assert grade().code == 0
    (found,) = lines(here / "out")
    assert (found["status"], found["points"]) == ("error", 0)
    assert "SIGKILL" in found["checks"][0]["failure"]["what"]


CHECKS = """\
import os, signal
import numpy as np
from grader.properties import check


@check("scale_forward", "sevens")
def sevens(layer):
    out, _ = layer.scale_forward(np.full((1, 2), 7.0), np.ones(2))
    if np.all(np.asarray(out) == 13):
        with open(os.environ["TRIES"], "a") as file:
            file.write("x")
        {what}
"""
UNLUCKY = edited(SCALE, ("    out = x * s\n", "    out = x * s\n    if (x == 7).all():\n        out = out + 6\n"))


def broken_checks(root, what):
    """A course with a check that is broken for one answer only."""
    course = copied_course(root)
    toml = course / "solutions/basics/scale.toml"
    toml.write_text(edited(toml.read_text("utf-8"), ("values = 4\n", "values = 4\nsevens = 1\n")), "utf-8")
    (course / "solutions/basics/scale_checks.py").write_text(CHECKS.replace("{what}", what), "utf-8")
    return course


def test_a_process_that_dies_over_one_submission_leaves_only_that_ungraded(here, monkeypatch):
    what = "os.kill(os.getpid(), signal.SIGKILL)"  # as the kernel does it when memory runs out
    reason = "the process that grades died 3 times over it"
    monkeypatch.setenv("TRIES", str(here.absolute() / "tries"))
    course = broken_checks(here / "course", what)
    hand_in(here / "in", ann=BOTH, bob={"scale.py": UNLUCKY, "centre.py": CENTRE}, cy=WRONG, dee=SCALE)
    ran = process("grade", "in", *OPTIONS, "--jobs", "2", course=course)
    assert ran.code == 1
    assert (
        f"ungraded: bob, scale: {reason}\n1 ungraded, which is no grade: the same command tries them again\n" in ran.err
    )
    assert Path("tries").read_text() == "xxx"
    assert lines(here / "out")[3] == {
        "student": "bob",
        "submission": lines(here / "out")[3]["submission"],
        "format": 1,
        "exercise": "scale",
        "ungraded": reason,
    }
    found = points(here / "out")
    assert found["bob", "scale"] is None
    assert (found["ann", "scale"], found["bob", "centre"], found["cy", "scale"], found["dee", "scale"]) == (
        11,
        8,
        8,
        11,
    )
    assert (here / "out/students/bob/feedback.html").exists()
    mended = process("grade", "in", *OPTIONS, "--jobs", "2", course=broken_checks(here / "mended", "pass"))
    assert (mended.code, points(here / "out")["bob", "scale"]) == (0, 11)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("raise MemoryError", "MemoryError"),
        ("raise RuntimeError('the check is broken')", "the check is broken"),
        ("import nothing_of_the_kind", "No module named 'nothing_of_the_kind'"),
    ],
    ids=["no memory", "raises", "lacks a module"],
)
def test_a_check_that_is_broken_is_never_a_grade(here, grade, monkeypatch, what, reason):
    monkeypatch.setenv("TRIES", str(here.absolute() / "tries"))
    hand_in(here / "in", ann=SCALE, bob={"scale.py": UNLUCKY, "centre.py": CENTRE})
    ran = grade(course=broken_checks(here / "course", what))
    assert ran.code == 1
    assert "ungraded: bob, scale: " in ran.err
    assert reason in ran.err
    assert Path("tries").read_text() == "xxx"
    found = points(here / "out")
    assert (found["ann", "scale"], found["bob", "scale"], found["bob", "centre"]) == (11, None, 8)


# disks


SCRIPT = """\
mount -t tmpfs -o size={size} tmpfs {out} || exit 99
{command}
code=$?
mount -o remount,size=64m {out}
{command} || exit 98
cp -r {out} {kept}
exit $code
"""


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="mounting needs root on Linux")
@pytest.mark.parametrize("size", ["32k", "220k"])
def test_a_disk_that_is_full_is_one_line_and_what_is_graded_is_kept(here, size):
    faults.hand_in(here / "in", 6, 0)
    finish(batch(here / "alone", here / "in"))
    out = here.absolute() / "full"
    out.mkdir()
    grading = " ".join(
        f"'{word}'" for word in command("grade", here.absolute() / "in", "--out", out, "--isolation", "process")
    )
    script = SCRIPT.format(size=size, out=out, kept=here.absolute() / "kept", command=grading)
    ran = subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True, timeout=120)
    if ran.returncode == 99 or "unshare" in ran.stderr:
        pytest.skip(f"nothing can be mounted here: {ran.stderr}")
    assert ran.returncode == 2, ran.stderr
    assert "Traceback" not in ran.stderr
    (said,) = [line for line in ran.stderr.splitlines() if line.startswith("dlgrade: ")]
    assert "disk is full" in said or "No space left on device" in said
    assert files(here / "kept") == files(here / "alone/out")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-100]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:]),
        lambda path: path.write_bytes(path.read_bytes()[:5000] + b"\xff" + path.read_bytes()[5001:]),
        lambda path: (path.unlink(), path.mkdir()),
        lambda path: (path.unlink(), path.symlink_to("/dev/null")),
    ],
    ids=["cut off", "empty", "a bit of the hash", "a byte in the middle", "a folder", "a link to nothing"],
)
def test_a_cache_that_is_corrupt_is_drawn_again(here, grade, monkeypatch, spoil):
    monkeypatch.setenv("DLGRADE_CACHE", str(here.absolute() / "cache"))
    hand_in(here / "in", ann=WRONG)
    grade()
    before = files(here / "out")
    shutil.rmtree("out")
    for path in Path("cache").iterdir():
        spoil(path)
    assert grade().code == 0
    assert len(Inline.graded) == 1
    assert files(here / "out") == before


def test_a_cache_that_cannot_be_written_only_takes_longer(here, grade, monkeypatch):
    Path("file").write_text("")
    monkeypatch.setenv("DLGRADE_CACHE", "file/cache")
    hand_in(here / "in", ann=WRONG)
    assert grade().code == 0
    assert points(here / "out") == {("ann", "scale"): 7}


# locks and clocks


def test_a_store_that_is_locked_for_a_while_is_waited_for(here):
    hand_in(here / "in", ann=SCALE, bob=WRONG)
    (here / "out").mkdir()
    Store.open("out/results.db").close()
    with closing(sqlite3.connect("out/results.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        words = command("grade", "in", *OPTIONS)
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as running:
            time.sleep(3)
            assert running.poll() is None
            other.execute("COMMIT")
            _, said = running.communicate(timeout=60)
    assert running.returncode == 0, said
    assert points(here / "out") == {("ann", "scale"): 10, ("bob", "scale"): 7}


def test_a_store_that_stays_locked_is_one_line_and_the_same_command_goes_on(here, grade, monkeypatch):
    hand_in(here / "in", ann=SCALE, bob=WRONG)
    grade()
    hand_in(here / "in", bob=SCALE)
    monkeypatch.setattr(Store.open.__func__, "__defaults__", (0.2,))
    with closing(sqlite3.connect("out/results.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = grade()
    assert ran == (
        2,
        "",
        "dlgrade: The store out/results.db is locked by another program. Close that program. Run the same command "
        "again then: what is stored stays, and grading goes on from there.\n",
    )
    assert points(here / "out")["bob", "scale"] == 7
    assert grade().code == 0
    assert points(here / "out")["bob", "scale"] == 10


def test_a_clock_that_is_set_back_changes_nothing(here, grade, monkeypatch):
    hand_in(here / "in", ann=BOTH, bob=WRONG)
    grade()
    undisturbed = files(here / "out")
    shutil.rmtree("out")
    hand_in(here / "half", ann=BOTH)
    grade(submissions="half")

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) - timedelta(days=3650)

    real = time.time
    monkeypatch.setattr(stores, "datetime", Earlier)
    monkeypatch.setattr(time, "time", lambda: real() - 3650 * 86400)
    assert grade().code == 0
    assert {entry.student for entry in Inline.graded} == {"bob"}
    assert files(here / "out") == undisturbed
    assert Counter(rows("out/results.db")).most_common(1)[0][1] == 1
    grade()
    assert Inline.graded == []
