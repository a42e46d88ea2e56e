"""`python -m benchmarks.faults --kills 100`: a batch is killed at random moments and begun again, until it is done.

What comes out must be, byte for byte, what an undisturbed run writes, with one result for each entry and nothing left
running. docs/FAULTS.md is written from what was counted.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, select, text

from grader.batch import tables

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "FAULTS.md"
COURSE = ROOT / "tests" / "data" / "course"
KINDS = ("coordinator", "group", "job", "worker")
#: Seconds after a kill in which what was left must have ended.
ENDS_WITHIN = 20.0
#: A batch that is killed more often than this in one run is let go.
MOST = 3


@dataclass(frozen=True)
class Process:
    """What the kernel says of a process."""

    pid: int
    parent: int
    session: int
    state: str
    words: str


def processes() -> list[Process]:
    """All processes of this machine that we see."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            found.append(Process(int(folder.name), int(fields[1]), int(fields[3]), fields[0], words))
    return found


def running() -> list[Process]:
    """Those that are alive."""
    return [process for process in processes() if process.state not in "ZX"]


def below(root: int, apart: Collection[int] = ()) -> Iterator[tuple[int, Process]]:
    """Everything that descends from a process, and how far; without some of its children, and what they have."""
    children: dict[int, list[Process]] = {}
    for process in running():
        if process.pid not in apart:
            children.setdefault(process.parent, []).append(process)
    waiting = [(1, child) for child in children.get(root, [])]
    while waiting:
        depth, process = waiting.pop()
        yield depth, process
        waiting += [(depth + 1, child) for child in children.get(process.pid, [])]


@dataclass
class Tally:
    """What was done, and what came of it."""

    kills: Counter[str] = field(default_factory=Counter)
    starts: int = 0
    rounds: int = 0
    wrong: list[str] = field(default_factory=list)
    left: int = 0  # scratch folders after SIGKILL of everything


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


class Batch:
    """One class, graded again and again in a folder of its own."""

    def __init__(self, folder: Path, submissions: Path, isolation: str, store: str = "", jobs: int = 2) -> None:
        self.out, self.scratch = folder / "out", folder / "scratch"
        self.url = store or f"sqlite:///{self.out / 'results.db'}"
        self.store = store
        self.scratch.mkdir(parents=True)
        self.environment = os.environ | {"TMPDIR": str(self.scratch), "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
        code = "from grader.cli import main; main()"
        self.words = [sys.executable, "-c", code, "--course", str(COURSE), "grade", str(submissions)]
        self.words += ["--out", str(self.out), "--isolation", isolation, "--jobs", str(jobs)]
        self.words += ["--store", store] if store else []

    def start(self) -> "subprocess.Popen[str]":
        """Run the command in a session of its own."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            self.words, stdout=pipe, stderr=pipe, text=True, start_new_session=True, env=self.environment
        )

    def files(self) -> dict[str, bytes]:
        """What an instructor opens."""
        names = ("results.jsonl", "grades.csv", "index.html", "students/*/*")
        return {str(it.relative_to(self.out)): it.read_bytes() for name in names for it in sorted(self.out.glob(name))}

    def rows(self) -> list[tuple[str, str, int]]:
        """How often each entry has a result."""
        it = tables.result.c
        query = select(it.student, it.exercise, func.count()).group_by(it.student, it.exercise)
        with _connected(self.url) as connection:
            return [tuple(row) for row in connection.execute(query.order_by(it.student, it.exercise))]


def hand_in(folder: Path, students: int, seed: int) -> None:
    """Write a class: right and wrong, several files, some that raise, hang on, or end their process."""
    right = (COURSE / "solutions/basics/scale.py").read_text("utf-8")
    centre = (COURSE / "solutions/more/centre.py").read_text("utf-8")
    kinds = [
        right,
        right.replace("out = x * s", "out = x + s"),
        right.replace("dx = dout * s", "dx = -dout * s"),
        right.replace("out = x * s", "raise ValueError(len(x))"),
        right.replace("out = x * s", "import os; os._exit(3)"),
        "print('hello')\n" + right.replace(".sum(axis=0)", ".mean(axis=0)"),
        "import time\ntime.sleep(0.2)\n" + right,
    ]
    for place in range(students):
        own = folder / f"s{place:02}"
        own.mkdir(parents=True)
        (own / "scale.py").write_text(f"# {seed} {place}\n{kinds[place % len(kinds)]}", "utf-8")
        if place % 3 != 1:
            (own / "centre.py").write_text(f"# {place}\n{centre}", "utf-8")


def kill(kind: str, batch: "subprocess.Popen[str]", url: str, dice: random.Random) -> bool:
    """Kill something of a batch; say whether there was something to kill."""
    if kind == "database":
        return _disconnect(url)
    try:
        if kind in ("coordinator", "group"):
            if batch.poll() is not None:
                return False
            (os.kill if kind == "coordinator" else os.killpg)(batch.pid, signal.SIGKILL)
            return True
        found = [(depth, it) for depth, it in below(batch.pid) if "resource_tracker" not in it.words]
        victims = [it.pid for depth, it in found if (depth == 1 if kind == "job" else depth > 1)]
        if not victims:
            return False
        os.kill(dice.choice(victims), signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _disconnect(url: str) -> bool:
    query = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
    with _connected(url) as connection:
        return bool(connection.execute(text(f"{query} current_database()")).scalar_one())


def disturbed(batch: Batch, seconds: float, tally: Tally, kinds: list[str], dice: random.Random) -> float:
    """Run a batch with kills at random moments until it ends by itself; return what it takes: machines vary."""
    killed, apart, began = 0, children(), time.monotonic()
    while True:
        tally.starts += 1
        process = batch.start()
        while killed < MOST and kinds and process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(dice.uniform(0, seconds))
            if process.poll() is None and kill(kinds[-1], process, batch.url, dice):
                tally.kills[kinds.pop()] += 1
                killed += 1
            elif process.poll() is None:
                time.sleep(0.05)
        _, said = process.communicate(timeout=300)
        ended = time.monotonic()
        for left in left_of(apart):
            tally.wrong.append(f"still running: {left.words[:200]}")
            os.kill(left.pid, signal.SIGKILL)
        if process.returncode >= 0:
            if process.returncode or "Traceback" in said:
                tally.wrong.append(f"exit code {process.returncode}: {said[-2000:]}")
            return seconds if killed else ended - began


def children() -> set[int]:
    """What we started, or was left to us."""
    return {process.pid for process in processes() if process.parent == os.getpid()}


def left_of(apart: Collection[int]) -> list[Process]:
    """What is left of a batch that has ended, which falls to us; `apart`: what was ours before."""
    end = time.monotonic() + ENDS_WITHIN
    while (left := [it for _, it in below(os.getpid(), apart)]) and time.monotonic() < end:
        time.sleep(0.05)
    for pid in children() - {process.pid for process in left} - set(apart):
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
    return left


def adopt() -> None:
    """Have what loses its parent become our child, so that nothing escapes the count."""
    import ctypes

    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def compare(batch: Batch, expected: dict[str, bytes], entries: list[tuple[str, str, int]], tally: Tally) -> None:
    """Note whatever is not as in the undisturbed run."""
    found = batch.files()
    differ = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    if differ:
        tally.wrong.append(f"not as undisturbed: {', '.join(differ)}")
    if batch.rows() != entries:
        tally.wrong.append(f"results: {batch.rows()}")
    tally.left += sum(1 for _ in batch.scratch.iterdir())


def campaign(folder: Path, isolation: str, kinds: list[str], seed: int, students: int, store: str = "") -> Tally:
    """Kill so often, by these kinds, last first."""
    adopt()
    dice = random.Random(seed)
    submissions = folder / "in"
    hand_in(submissions, students, seed)
    os.environ.setdefault("DLGRADE_CACHE", str(folder / "cache"))
    first = Batch(folder / "undisturbed", submissions, isolation)
    _finish(first)  # draws the cases
    shutil.rmtree(first.out)
    began = time.monotonic()
    _finish(first)
    seconds, expected, entries = time.monotonic() - began, first.files(), first.rows()
    tally = Tally()
    while kinds:
        tally.rounds += 1
        if store:
            _empty(store)
        batch = Batch(folder / f"round{tally.rounds}", submissions, isolation, store)
        seconds = disturbed(batch, seconds, tally, kinds, dice)
        compare(batch, expected, entries, tally)
        shutil.rmtree(batch.out.parent)
        print(f"{tally.kills.total()} kills, {len(tally.wrong)} wrong", end="\r", file=sys.stderr)
    return tally


def _finish(batch: Batch) -> None:
    process = batch.start()
    _, said = process.communicate(timeout=300)
    if process.returncode:
        raise RuntimeError(said)


def _empty(url: str) -> None:
    with _connected(url) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def mixed(kills: int, seed: int, kinds: tuple[str, ...] = KINDS) -> list[str]:
    """So many kills, as many of each kind as can be, shuffled."""
    found = [kinds[place % len(kinds)] for place in range(kills)]
    random.Random(seed).shuffle(found)
    return found


def main() -> int:
    """Kill, compare, count; write the page after a hundred kills or more."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=main.__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--students", type=int, default=14)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    shares = {"process, SQLite": 5, "bubblewrap, SQLite": 3, "process, PostgreSQL": 2}
    done: dict[str, Tally] = {}
    for place, (name, share) in enumerate(shares.items()):
        isolation, _, database = name.partition(", ")
        kills = arguments.kills * share // 10
        with tempfile.TemporaryDirectory() as folder, _database(database) as url:
            kinds = (*KINDS, "database") if url else KINDS
            todo = mixed(kills, arguments.seed + place, kinds)
            done[name] = campaign(Path(folder), isolation, todo, arguments.seed + place, arguments.students, url)
        print(name, done[name], flush=True)
    wrong = [line for tally in done.values() for line in tally.wrong]
    print(*wrong, sep="\n")
    if arguments.kills >= 100:
        PAGE.write_text(page(done, arguments.students, arguments.seed), "utf-8")
    return 1 if wrong else 0


class _database:  # noqa: N801
    """A PostgreSQL server of our own, or none."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __enter__(self) -> str:
        if self.kind == "SQLite":
            return ""
        from tests import postgres

        programs = postgres.programs()
        if programs is None:
            raise RuntimeError("no PostgreSQL server on this machine: apt-get install postgresql")
        self.server = postgres.Server(programs)
        return self.server.database()

    def __exit__(self, *_: object) -> None:
        if self.kind != "SQLite":
            self.server.close()


HEAD = """\
# Kills at random moments

Written by `python -m benchmarks.faults --kills {kills} --students {students} --seed {seed}`. A class is graded by two
processes, and killed at moments drawn evenly from the time that an undisturbed run takes, up to three times; the same
command is given again until it ends by itself. All kills are SIGKILL; a connection is ended by the server.

"""
FOOT = """

*coordinator*: the process of the command. *group*: its whole process group. *job*: one of the processes that grade.
*worker*: something below a job: a sandbox, the warm process in it, a submission.

*wrong* counts whatever differs from the undisturbed run: a byte of results.jsonl, grades.csv, index.html or a
student's page; an entry without a result, or with two; a process that still runs {within:g} seconds after its batch has
ended; an exit code other than 0; a traceback.

Scratch folders that were left in the temporary folder, since after SIGKILL nobody is there to delete them: {left}.
"""


def page(done: dict[str, Tally], students: int, seed: int) -> str:
    """The table."""
    kinds = (*KINDS, "database")
    rows = [
        [*(it.kills[kind] for kind in kinds), it.kills.total(), it.rounds, it.starts, len(it.wrong)]
        for it in done.values()
    ]
    total = [sum(row[column] for row in rows) for column in range(len(rows[0]))]
    lines = [f"| | {' | '.join(kinds)} | kills | batches | starts | wrong |", "|---|" + "---:|" * len(total)]
    for name, row in zip([*done, "**in all**"], [*rows, total], strict=True):
        lines.append(f"| {name} | {' | '.join(map(str, row))} |")
    head = HEAD.format(kills=total[len(kinds)], students=students, seed=seed)
    return head + "\n".join(lines) + FOOT.format(within=ENDS_WITHIN, left=sum(it.left for it in done.values()))


if __name__ == "__main__":
    sys.exit(main())
