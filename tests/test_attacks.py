import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from grader import battery as batteries
from grader.checking import Checker
from grader.course import find_course
from grader.isolation import Limits, bubblewrap, process
from grader.outcome import to_json
from grader.session import MAX_PRINTED
from grader.submission import Submission

HERE = Path(__file__).parent
ROOT = HERE.parent
COURSE = find_course()
SOLUTION = (COURSE.find("affine").solution).read_text("utf-8")
FILES = sorted((HERE / "attacks").glob("[a-i]_*.py"))
LINE = re.compile(r"# ([A-I]) (\w+): (.+)\. expect: (passed|failed|error)(?: (\w+))?, (at most )?([\d.]+) points((?:; [\w ]+)*)")
MODES = ("process", "bubblewrap")
#: Everything ends: a bound that only something endless reaches.
ENDS_WITHIN = 60


@dataclass(frozen=True)
class Expected:
    """What the first line of an attack says."""

    exercise: str
    status: str
    kind: str | None
    points: float
    at_most: bool
    modes: tuple[str, ...]
    stolen: str | None
    fools: str | None


def expected(path):
    line = path.read_text("utf-8").partition("\n")[0]
    found = LINE.fullmatch(line)
    assert found, f"{path.name}: the first line does not say what is attacked and what is expected: {line}"
    letter, exercise, _, status, kind, at_most, points, options = found.groups()
    assert letter.lower() == path.name[0]
    said = dict(option.split(" ", 1) for option in options.split("; ") if option)
    modes = (said["only"],) if "only" in said else MODES
    stolen = said["stolen"].removeprefix("in ") if "stolen" in said else None
    return Expected(exercise, status, kind, float(points), bool(at_most), modes, stolen, said.get("fools"))


ATTACKS = {path: expected(path) for path in FILES}


def usable(mode):
    if mode == "bubblewrap" and (missing := bubblewrap.why_not()):
        pytest.skip(missing)


def cases(chosen):
    return [pytest.param(path, mode, id=f"{path.stem}-{mode}") for path, modes in chosen for mode in modes]


@dataclass
class World:
    """What surrounds a submission in these tests: what it must not reach, and what must be as it was."""

    folder: Path
    values: dict[str, str]
    mark: str

    def fill(self, source):
        return re.sub(r"@(\w+)@", lambda found: self.values[found.group(1)], source)

    def children(self):
        return process._children()

    def leftovers(self):
        """Processes that carry our mark in their environment, and are not us."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                marked = self.mark.encode() in (entry / "environ").read_bytes()
                alive = " Z " not in (entry / "stat").read_text()
            except OSError:
                continue
            if marked and alive and int(entry.name) != os.getpid():
                found.append((entry / "cmdline").read_bytes())
        return found

    def outside(self):
        """Names, contents and permissions of all that must not change."""
        return {
            str(path): (stat.filemode(path.lstat().st_mode), path.read_bytes() if path.is_file() else b"")
            for path in [self.folder, *self.folder.rglob("*")]
        }

    @property
    def scratch(self):
        return Path(self.values["scratch"])


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """Give the solution away to whoever connects: on the loopback interface and on two Unix sockets."""
    folder = tmp_path_factory.mktemp("world")
    abstract = f"dlgrade-test-{os.getpid()}"
    addresses = [
        (socket.AF_INET, ("127.0.0.1", 0)),
        (socket.AF_UNIX, f"\0{abstract}"),
        (socket.AF_UNIX, str(folder / "socket")),
    ]
    listening = []
    for family, address in addresses:
        server = socket.socket(family)
        server.bind(address)
        server.listen()
        threading.Thread(target=give, args=(server,), daemon=True).start()
        listening.append(server)
    yield folder, listening[0].getsockname()[1], abstract
    for server in listening:
        server.close()


def give(server):
    while True:
        try:
            connection, _ = server.accept()
            with connection:
                connection.sendall(SOLUTION.encode())
        except OSError:
            return


#: Held in memory for those that read ours.
IN_MEMORY = b"# the solution lies in memory\n" + SOLUTION.encode()


@pytest.fixture
def world(servers, tmp_path, monkeypatch):
    canary, port, abstract = servers
    (canary / "secret.py").write_text(SOLUTION)
    scratch = tmp_path / "scratch"
    (scratch / "dlgrade-other").mkdir(parents=True)
    (scratch / "dlgrade-other/secret.py").write_text(SOLUTION)
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    mark = f"mark-{tmp_path.name}-{time.monotonic_ns()}"
    monkeypatch.setitem(process.ENVIRONMENT, "MARK", mark)
    monkeypatch.setenv("DLGRADE_TEST_SECRET", SOLUTION)
    batteries.get(COURSE.find("affine"), 0)
    shared = Path("/dev/shm") / f"dlgrade-test-{os.getpid()}"
    shared.write_text(SOLUTION)
    open_file = os.open(canary / "secret.py", os.O_RDONLY)
    os.set_inheritable(open_file, True)
    key = keep_in_the_keyring(f"dlgrade-test-{os.getpid()}")
    values = {
        "canary": str(canary),
        "root": str(ROOT),
        "site": str(Path(msgspec.__file__).parent.parent),
        "cache": str(batteries.cache_folder()),
        "pid": str(os.getpid()),
        "port": str(port),
        "socket": abstract,
        "shm": shared.name,
        "key": key,
        "scratch": str(scratch),
    }
    yield World(canary, values, mark)
    os.close(open_file)
    shared.unlink()


def keep_in_the_keyring(name):
    """Put the solution among the keys of our session, where the kernel lets us."""
    import ctypes

    numbers = {"x86_64": 248, "aarch64": 217}
    if os.uname().machine in numbers:
        secret = SOLUTION.encode()
        libc = ctypes.CDLL(None)
        libc.syscall(numbers[os.uname().machine], b"user", name.encode(), secret, ctypes.c_size_t(len(secret)), -3)
    return name


def check(source, *, mode="process", exercise="affine", wall=3.0, name="layers.py", explain=False, memory=1 << 30):
    checker = Checker(Submission(name, [source]), isolation=mode, limits=Limits(wall_s=wall, memory=memory))
    return checker.check(COURSE.find(exercise), explain=explain)


def assert_verdict(outcome, said):
    failing = [(it.id, it.kind_of_fault, it.failure.what[:200]) for it in outcome.failing]
    kind = outcome.failing[0].kind_of_fault if failing else None
    assert (outcome.status, kind) == (said.status, said.kind), failing
    assert outcome.points == said.points or (said.at_most and outcome.points < said.points), failing
    assert msgspec.json.decode(msgspec.json.encode(outcome)) == json.loads(json.dumps(to_json(outcome)))


@pytest.mark.parametrize(("path", "mode"), cases((path, it.modes) for path, it in ATTACKS.items()))
def test_an_attack_gets_the_verdict_that_its_first_line_says_and_leaves_nothing(path, mode, world):
    usable(mode)
    said = ATTACKS[path]
    before, children = world.outside(), world.children()
    started = time.monotonic()
    wall = 1.5 if said.kind == "timeout" else 5.0
    checked = check(world.fill(path.read_text("utf-8")), mode=mode, exercise=said.exercise, wall=wall)
    assert time.monotonic() - started < ENDS_WITHIN
    assert_verdict(checked.outcome, said)
    assert len(checked.printed) <= 20 * MAX_PRINTED
    assert world.leftovers() == []
    assert world.children() - children == set()
    assert [path.name for path in world.scratch.iterdir()] == ["dlgrade-other"]
    assert world.outside() == before
