"""Small classes, and `dlgrade grade` over them: in this process, or in processes of its own."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import namedtuple
from contextlib import closing

from grader.batch.job import Grader, Unwritten
from grader.batch.schedule import Done
from grader.errors import InputError
from tests.data.making import SCALE, SMALL, edited

WRONG = edited(SCALE, ("dx = dout * s", "dx = -dout * s"))
Ran = namedtuple("Ran", "code out err")


class Inline:
    """A pool without processes, which notes what it grades."""

    graded = None  # a list, put here by whoever wants to know

    def __init__(self, jobs, settings):
        self._grader = Grader(settings)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._grader.__exit__()

    def run(self, tasks):
        for task in tasks:
            answers = list(self._grader.grade(task))
            if answers and isinstance(answers[-1], Unwritten):
                raise InputError(f"{answers.pop().reason}.")
            self.graded.extend(answer.entry for answer in answers)
            yield Done(task, answers)


def hand_in(root, **students):
    """Write a folder for each student: a text is their scale.py, a dictionary is all of their files."""
    for student, files in students.items():
        for name, text in ({"scale.py": files} if isinstance(files, str) else files).items():
            path = root / student / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return root


def copied_course(root):
    """A course of one's own, to be changed between two runs."""
    shutil.copytree(SMALL, root)
    return root


def command(*words, course=SMALL):
    """The command line of a process of its own."""
    code = "from grader.cli import main; main()"
    return [sys.executable, "-c", code, "--course", str(course), *map(str, words)]


def process(*words, course=SMALL, stdin="", **environment):
    """Run it to its end."""
    ran = subprocess.run(
        command(*words, course=course),
        capture_output=True,
        encoding="utf-8",
        input=stdin,
        timeout=120,
        check=False,
        env=os.environ | {"COLUMNS": "100"} | environment,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def files(out, names=("*.jsonl", "*.csv", "*.html", "students/*/*")):
    """What an instructor opens: the content of each file by its name."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for name in names for path in sorted(out.glob(name))}


def lines(out):
    return [json.loads(line) for line in (out / "results.jsonl").read_text("utf-8").splitlines()]


def grades(out):
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def points(out):
    return {(it["student"], it["exercise"]): it.get("points") for it in lines(out)}


def rows(store, what="student, exercise"):
    """Results in a store, in the order in which they came."""
    with closing(sqlite3.connect(store)) as database:
        return database.execute(f"SELECT {what} FROM dlgrade_result ORDER BY id").fetchall()


def until(done, seconds=60):
    """Wait for it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if done():
                return
        except Exception:  # the table is not there yet
            pass
        time.sleep(0.02)
    raise TimeoutError
