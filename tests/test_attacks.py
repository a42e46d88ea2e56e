import ctypes
import json
import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest

from grader import battery as batteries
from grader import layer, properties, submission
from grader.checking import Checker
from grader.collect import Host
from grader.course import find_course
from grader.errors import InputError
from grader.isolation import Limits, bubblewrap, landlock, process
from grader.isolation.nursery import nursery
from grader.outcome import to_json
from grader.session import MAX_PRINTED
from grader.submission import Submission
from tests import attack_table
from tests.attack_table import ATTACKS, CHECKS, EFFECTS, FILES, GRADERS, MODES, QUICK

if not sys.platform.startswith("linux"):
    pytest.skip("confinement is for Linux", allow_module_level=True)

HERE = Path(__file__).parent
ROOT = HERE.parent
COURSE = find_course()
SOLUTION = COURSE.find("affine").solution.read_text("utf-8")
#: A sentence of the solution that no attack needs to say, and no report may.
SECRET = "every output sees every input"
WHY_NOT = {"bubblewrap": bubblewrap.why_not, "landlock": landlock.why_not}
#: Everything ends: a bound that only something endless reaches.
ENDS_WITHIN = 60


def usable(mode):
    if mode in WHY_NOT and (missing := WHY_NOT[mode]()):
        pytest.skip(missing)


def cases(chosen):
    return [pytest.param(path, mode, id=f"{path.stem}-{mode}") for path, modes in chosen for mode in modes]


@dataclass
class World:
    """What surrounds a submission in these tests: what it must not reach, and what must be as it was."""

    folder: Path
    values: dict[str, str]
    marks: tuple[str, ...]
    warm: frozenset[str]

    def fill(self, source):
        return re.sub(r"@(\w+)@", lambda found: self.values[found.group(1)], source)

    def children(self):
        return process._children()

    def leftovers(self):
        """What carries our marks, is not us, and was not there before; a worker's parent takes a moment to end."""
        deadline = time.monotonic() + 5
        while (found := marked(*self.marks) - self.warm) and time.monotonic() < deadline:
            time.sleep(0.01)
        return [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in found]

    def outside(self):
        """Names, contents and permissions of all that must not change."""
        return {
            str(path): (stat.filemode(path.lstat().st_mode), path.read_bytes() if path.is_file() else b"")
            for path in [self.folder, *self.folder.rglob("*")]
        }

    @property
    def scratch(self):
        return Path(self.values["scratch"])


def marked(*marks):
    """Processes, not us, that carry one of the marks in their environment."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes()
            alive = " Z " not in (entry / "stat").read_text()
        except OSError:
            continue
        if alive and int(entry.name) != os.getpid() and any(mark.encode() in environment for mark in marks):
            found.add(entry.name)
    return frozenset(found)


#: How workers are started: under `process` each anew, under the others forked in a warm one, as `grade` does.
LAUNCH = {}
WARM = f"mark-warm-{os.getpid()}"


@pytest.fixture(scope="module", autouse=True)
def warm():
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(process.ENVIRONMENT, "MARK", WARM)
            for mode in (*QUICK, *MODES[1:]):
                level = mode.partition(",")[0]
                if level == "process" or WHY_NOT[level]() is None:
                    LAUNCH[mode] = stack.enter_context(nursery(level))
                    LAUNCH[mode](level).kill()
        yield


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """Give the solution away to whoever connects: on the loopback interface and on two Unix sockets."""
    folder = tmp_path_factory.mktemp("world")
    abstract = f"dlgrade-test-{os.getpid()}-{folder.name}"
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
    with closing(sqlite3.connect(canary / "dlgrade.sqlite")) as book, book:
        book.execute("create table if not exists results (source text, points real)")
        book.execute("insert into results values (?, 20)", [SOLUTION])
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
    yield World(canary, values, (mark, WARM), marked(WARM))
    os.close(open_file)
    shared.unlink()


def keep_in_the_keyring(name):
    """Put the solution among the keys of our session, where the kernel lets us."""
    numbers = {"x86_64": 248, "aarch64": 217}
    if os.uname().machine in numbers:
        secret = SOLUTION.encode()
        libc = ctypes.CDLL(None)
        libc.syscall(numbers[os.uname().machine], b"user", name.encode(), secret, ctypes.c_size_t(len(secret)), -3)
    return name


def check(source, *, mode="process", exercise="affine", wall=3.0, name="layers.py", explain=False, memory=1 << 30):
    level, limits = mode.partition(",")[0], Limits(wall_s=wall, memory=memory)
    checker = Checker(Submission(name, [source]), isolation=level, limits=limits, launch=LAUNCH.get(mode))
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
    said = ATTACKS[path].under(mode)
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
    assert SECRET not in json.dumps(to_json(checked.outcome)) + checked.printed


def test_every_class_of_attack_is_there():
    assert {path.name[0] for path in FILES} == set("abcdefgi")


def test_the_table_of_attacks_is_what_the_files_say():
    assert attack_table.TABLE.read_text("utf-8") == attack_table.page(), "Run: python -m tests.attack_table"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("attacked", sorted({it.exercise for it in ATTACKS.values()}))
def test_an_honest_solution_of_what_is_attacked_gets_full_marks_under_the_same_limits(attacked, mode, world):
    usable(mode)
    solution = COURSE.find(attacked).solution.read_text("utf-8")
    outcome = check(solution, mode=mode, exercise=attacked, wall=5.0).outcome
    assert (outcome.status, outcome.points, outcome.isolation) == ("passed", outcome.max_points, mode)
    assert world.leftovers() == []


STOLEN = [path for path, it in ATTACKS.items() if it.stolen]


@pytest.mark.parametrize("path", STOLEN, ids=lambda path: path.stem)
def test_what_bubblewrap_hides_is_there_to_be_stolen_without_it(path, world):
    """The attack works: under `process`, which does not hide files, it gets full marks."""
    if "unix" in path.stem and len(world.values["canary"]) > 90:
        pytest.skip("the folder's name is too long for a Unix socket")
    outcome = check(world.fill(path.read_text("utf-8")), mode="process", wall=10.0).outcome
    assert outcome.points == outcome.max_points, outcome.failing


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_attack_is_shown_to_work_without_confinement_or_says_why_not(path):
    attack = ATTACKS[path]
    ways = [attack.fools, attack.naive, attack.stolen, attack.unshown]
    assert sum(map(bool, ways)) == 1 or (attack.letter == "I" and not any(ways))
    assert attack.fools in {None, *CHECKS}
    assert attack.naive is None or (attack.naive[0] in GRADERS and attack.naive[1] in EFFECTS)


def test_attacks_bring_down_graders_that_do_not_confine_them(world):
    """Each does what its first line says; honest work does nothing, and zeros get no marks."""
    if missing := bubblewrap.why_not():
        pytest.skip(missing)
    zeros = (HERE / "attacks/c_zeros_and_their_gradient.py").read_text("utf-8")
    controls = {"honest": SOLUTION, "zeros": zeros}
    graders = [grader for grader in GRADERS if grader != "pytest"]  # which takes seconds
    tried = [(f"{name} {grader}", grader, "none", text) for grader in graders for name, text in controls.items()]
    claimed = {path.stem: it.naive for path, it in ATTACKS.items() if it.naive}
    for path, it in ATTACKS.items():
        if it.naive:
            here = world if it.letter in "DG" else replace(world, values=world.values | {"canary": "."})
            tried.append((path.stem, *it.naive, here.fill(path.read_text("utf-8"))))
    tried.sort(key=lambda it: it[2])
    done = bring_down(tried, world)
    assert [
        (name, claimed[name][1], did) for name, did in done if name in claimed and claimed[name][1] not in did
    ] == []
    believing = [f"honest {grader}" for grader in ("batch", "mapped", "exit code", "last line", "results file")]
    assert {name: did for name, did in done if did and name not in claimed} == {name: ["marks"] for name in believing}


def bring_down(tried, world):
    """Run the attacks where nothing but one folder can be written, and nothing outlives them."""
    room = str(world.scratch)
    options = ["--ro-bind", "/", "/", "--dev-bind", "/dev", "/dev", "--proc", "/proc", "--bind", room, room]
    options += ["--unshare-pid", "--die-with-parent", "--cap-add", "ALL"]
    command = [bubblewrap.binary(), *options, sys.executable, "-W", "ignore", HERE / "attacks/unconfined.py"]
    environment = {"OPENBLAS_NUM_THREADS": "1", "DLGRADE_TEST_SECRET": SOLUTION, "PATH": os.defpath}
    environment |= {"HOME": room, "TMPDIR": room}
    secret = os.open(world.folder / "secret.py", os.O_RDONLY)
    ran = subprocess.run(
        command, input=json.dumps(tried).encode(), capture_output=True, env=environment, pass_fds=[secret], check=False
    )
    os.close(secret)
    assert ran.returncode == 0, ran.stderr.decode()
    return [(name, did) for name, _, did in json.loads(ran.stdout.decode().splitlines()[-1])]


@pytest.mark.parametrize("mode", MODES[1:])
def test_a_submission_leaves_no_word_to_the_next(mode, world):
    usable(mode)
    source = world.fill((HERE / "attacks/g_word_to_the_next.py").read_text("utf-8"))
    assert [check(source, mode=mode).outcome.points for _ in range(3)] == [0, 0, 0]


def test_a_submission_leaves_a_word_to_the_next_where_files_are_not_hidden(world):
    source = world.fill((HERE / "attacks/g_word_to_the_next.py").read_text("utf-8"))
    try:
        assert [check(source).outcome.points for _ in range(2)] == [0, 20]
    finally:
        ctypes.CDLL(None).shmctl(ctypes.CDLL(None).shmget(0x776F7264, 0, 0), 0, None)
        for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run", "/dlgrade", str(world.scratch)):
            Path(folder, f"word-{world.values['socket']}").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def fooled():
    """Which of the usual checks each attack passes, and two files that are no attacks."""
    paths = [path for path, it in ATTACKS.items() if it.fools]
    honest, zeros = HERE / "submissions/correct/affine__loops.py", HERE / "attacks/c_zeros_and_their_gradient.py"
    command = [sys.executable, "-W", "ignore", HERE / "attacks/naive.py", *paths, honest, zeros]
    ran = subprocess.run(
        command, capture_output=True, env={"OPENBLAS_NUM_THREADS": "1"}, check=True, timeout=ENDS_WITHIN
    )
    return {Path(path).stem: set(names) for path, names in json.loads(ran.stdout.decode().splitlines()[-1]).items()}


def test_the_usual_checks_pass_right_results_and_fail_zeros(fooled):
    assert fooled["affine__loops"] >= {"assert_allclose", "allclose", "norm", "negated", "aliased", "loop"}
    assert fooled["c_zeros_and_their_gradient"] == {"own_forward", "zero_inputs"}


@pytest.mark.parametrize("path", [path for path, it in ATTACKS.items() if it.fools], ids=lambda path: path.stem)
def test_an_attack_on_the_comparison_fools_the_usual_check(path, fooled):
    assert ATTACKS[path].fools in fooled[path.stem]


EXPLAINED = [
    "b_exception_that_raises",
    "b_faults_of_odd_types",
    "b_large_results",
    "c_array_function",
    "c_empty_arrays",
    "c_infinity",
    "c_nan",
    "c_right_once",
    "c_view_of_a_buffer",
    "c_zero_gradient",
    "f_sleeps_when_asked_again",
    "i_sometimes_raises",
    "i_sometimes_wrong",
]


@pytest.mark.parametrize("name", EXPLAINED)
def test_explaining_what_an_attack_did_ends_and_changes_nothing_about_its_points(name, world):
    path = HERE / f"attacks/{name}.py"
    said = ATTACKS[path]
    started = time.monotonic()
    checked = check(path.read_text("utf-8"), exercise=said.exercise, wall=1.5, explain=True)
    assert time.monotonic() - started < ENDS_WITHIN
    assert_verdict(checked.outcome, said)
    assert all(it.failure.what for it in checked.outcome.failing)
    assert_harmless(checked, "layers.py")
    assert world.leftovers() == []


def test_what_one_submission_leaves_is_ended_although_another_starts_meanwhile(world):
    daemon = (HERE / "attacks/a_daemon_lives_on.py").read_text("utf-8")
    results = {}

    def first():
        results["first"] = check(daemon + "\ntime.sleep(1)\n", wall=10.0).outcome

    thread = threading.Thread(target=first)
    thread.start()
    time.sleep(0.6)
    results["second"] = check(SOLUTION, wall=10.0).outcome
    thread.join(ENDS_WITHIN)
    assert [results[name].points for name in ("first", "second")] == [20, 20]
    assert world.leftovers() == []


def test_modules_and_settings_beside_a_submission_are_not_used(world, tmp_path):
    names = "numpy.py random.py json.py struct.py typer.py conftest.py sitecustomize.py usercustomize.py grader.py"
    evil = f"open({str(tmp_path / 'imported')!r}, 'w').close()\nraise SystemExit\n"
    here = tmp_path / "here"
    here.mkdir()
    for name in names.split():
        (here / name).write_text(evil)
    for name in ("evil.pth", "pytest.ini", "setup.cfg", "pyproject.toml", ".dlgrade.toml"):
        (here / name).write_text("import os; os._exit(7)\n")
    (here / "affine.py").write_text(SOLUTION)
    command = [Path(sys.executable).with_name("dlgrade"), "check", "affine"]
    ran = subprocess.run(command, cwd=here, capture_output=True, check=False, timeout=ENDS_WITHIN)
    assert (ran.returncode, ran.stdout.decode().split()[:2]) == (0, ["✓", "affine"]), ran.stderr
    assert not (tmp_path / "imported").exists()


# What a report must not do to who reads it: terminal, HTML, JSON.

HOSTILE = (
    "\x1b]0;owned\x07\x1b[31m<script>alert(1)</script></pre>\"onerror='x' javascript:x \u202e\u2066\u200b\x9b"
    "\U000e0041=HYPERLINK(1)\r\n+cmd|@SUM\x00\ud800"
)
PRINTABLE = HOSTILE.replace("\x00", "").replace("\ud800", "")
NAME = "\x1b]0;owned\x07<script>alert(1)</script>\u202e\udcff.py"
NEVER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
FORGED = f"""
import sys
program, wire = (sys.modules["dlgrade_worker." + name] for name in ("program", "wire"))
text = {HOSTILE!r}
fault = dict(type=text, message=text, name=text, frames=[[0, 1, text, text]])
"""
RAISES = "def affine_forward(x, w, b):\n    raise "
HOSTILE_SOURCES = {
    "message": f"{RAISES}ValueError({PRINTABLE!r})",
    "type": f"{RAISES}type({PRINTABLE!r}, (Exception,), {{}})({HOSTILE!r})",
    "name": f"{RAISES}NameError({HOSTILE!r}, name={HOSTILE!r})",
    "import": f"raise ImportError({HOSTILE!r}, name={HOSTILE!r})",
    "line": f"{RAISES}ValueError  # {PRINTABLE.replace(chr(13), '').replace(chr(10), '')}",
    "syntax": f"x = = 1  # {PRINTABLE.replace(chr(13), '').replace(chr(10), '')}",
    "result": f"def affine_forward(x, w, b):\n    return type({PRINTABLE!r}, (), {{}})(), None",
    "text": f"def affine_forward(x, w, b):\n    return {HOSTILE!r}, {HOSTILE!r}",
    "warning": f"import warnings\n{SOLUTION}\naffine = affine_forward\ndef affine_forward(*args):\n"
    f"    warnings.warn({HOSTILE!r})\n    return affine(*args)",
    "output": f"print({PRINTABLE!r})\ndef affine_forward(x, w, b):\n    print({PRINTABLE!r})\n    return 1",
    "bytes": "import os\nos.write(1, bytes(range(256)) * 20)\ndef affine_forward(x, w, b): return 1",
    "forged fault": f"{FORGED}program.describe = lambda *_: fault\n{RAISES}ValueError",
    "forged fault at import": f"{FORGED}program.describe = lambda *_: fault\nraise ValueError",
    "forged type": f"{FORGED}wire.Encoder.value = lambda *_: ['o', text]\n{SOLUTION}",
    "forged text": f"{FORGED}wire.Encoder.value = lambda *_: ['s', text]\n{SOLUTION}",
    "forged warnings": f"{FORGED}honest = program.Runner.run\n"
    "def run(self, *args):\n    for report, data in honest(self, *args):\n"
    f"        yield {{**report, 'warned': [text]}}, data\nprogram.Runner.run = run\n{SOLUTION}",
}


def assert_harmless(checked, name):
    """Rendered in each of the ways that there are, nothing in a report acts on who reads it."""
    from io import StringIO

    from rich.console import Console

    from grader.report import html, terminal

    published = json.dumps(to_json(checked.outcome))
    assert not NEVER.search(published)
    assert [text for text in texts(json.loads(published)) if NEVER.search(text)] == []
    assert not NEVER.search(msgspec.json.encode(checked.outcome).decode("utf-8"))
    out = StringIO()
    terminal.show(Console(file=out, width=100, color_system=None), checked.outcome, checked.printed, name, True)
    assert not NEVER.search(out.getvalue())
    page = html.render([html.Part(checked.outcome)], name)
    assert not NEVER.search(page)
    page = re.sub(r'<svg class="|<a (class="bad" )?href="#', "", page)  # our own
    assert not re.search(r"<(script|img|iframe|svg|a|link|meta http-equiv=.refresh)\b", page, re.IGNORECASE)
    assert not re.search(r"<[^>]*[ '\"]on\w+=", page, re.IGNORECASE)


def texts(value):
    if isinstance(value, str):
        yield value
    for part in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        yield from texts(part)


@pytest.mark.parametrize("name", HOSTILE_SOURCES)
def test_hostile_text_of_a_submission_does_nothing_to_who_reads_the_report(name, world):
    checked = check(HOSTILE_SOURCES[name], name="layers.py", explain=name in ("line", "result"))
    told = texts(to_json(checked.outcome))
    assert name in ("text", "forged text", "bytes", "output", "syntax") or any("owned" in text for text in told)
    assert_harmless(checked, NAME)


def test_a_file_with_a_hostile_name_is_checked_and_reported(world, tmp_path, monkeypatch):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\x1b]0;owned\x07<b>\xe2\x80\xae\xff.py"))
    path.write_text(f"{RAISES}ValueError")
    page = tmp_path / "report.html"
    for options in ([], ["--json"]):
        command = [sys.executable, "-c", "from grader.cli import main; main()", "check", "affine", "--file", path]
        ran = subprocess.run([*command, "--html", page, *options], capture_output=True, check=False, cwd=ROOT)
        shown = ran.stdout.decode("utf-8") + ran.stderr.decode("utf-8")
        assert (ran.returncode, NEVER.search(shown)) == (1, None), shown
        assert "owned" in shown
        assert "raises ValueError" in shown
        assert not NEVER.search(page.read_text("utf-8"))
        assert "<b>" not in page.read_text("utf-8")
    missing = subprocess.run([*command[:-1], f"{path}x"], capture_output=True, check=False, cwd=ROOT)
    assert (missing.returncode, NEVER.search(missing.stderr.decode("utf-8"))) == (2, None)


@pytest.mark.parametrize("mode", MODES)
def test_a_gigabyte_on_one_line_is_cut(mode, world):
    usable(mode)
    source = f"import os\nfor _ in range(1 << 10):\n    os.write(1, b'x' * (1 << 20))\n{SOLUTION}"
    checked = check(source, mode=mode, wall=30.0)
    assert checked.outcome.status == "passed"
    assert checked.printed == "x" * MAX_PRINTED
    failing = check(f"print('x' * 10_000_000)\n{RAISES}ValueError('y' * 10_000_000)")
    assert_harmless(failing, "layers.py")
    assert len(json.dumps(to_json(failing.outcome))) < 100_000


# Files that are hard to read. What is wrong with them is said in one line; the right code in them counts.

RIGHT = SOLUTION.replace("Fully connected", "Fully connected: x·w + b, été")
READABLE = {
    "UTF-8 with a mark": RIGHT.encode("utf-8-sig"),
    "UTF-16": RIGHT.encode("utf-16"),
    "big-endian UTF-16": b"\xfe\xff" + RIGHT.encode("utf-16-be"),
    "latin-1, declared": b"# -*- coding: latin-1 -*-\n" + RIGHT.encode("latin-1"),
    "cp1252, declared on line 2": b"\n# vim: set fileencoding=cp1252 :\n" + RIGHT.encode("cp1252"),
    "lines of Windows": RIGHT.replace("\n", "\r\n").encode(),
    "lines of old Macs": RIGHT.replace("\n", "\r").encode(),
    "no last line end, and a form feed": b"\f" + RIGHT.rstrip().encode(),
    "a million letters that are not ASCII": (RIGHT + "# " + "я" * 1_000_000).encode(),
    "a long line": (RIGHT + "x = [" + "1, " * 100_000 + "]").encode(),
    "many lines": (RIGHT + "\n" * 300_000).encode(),
}


@pytest.mark.parametrize("name", READABLE)
def test_right_code_in_an_odd_file_gets_full_marks(name, tmp_path, world):
    (tmp_path / "affine.py").write_bytes(READABLE[name])
    handed_in = submission.read(tmp_path / "affine.py")
    outcome = Checker(handed_in, limits=Limits(wall_s=5.0)).check(COURSE.find("affine"), explain=False).outcome
    assert outcome.status == "passed", outcome.failing


UNREADABLE = {
    "nothing": (b"", "is empty. Write your functions into it, or start afresh with `dlgrade reset`."),
    "white space": (b" \n\t\r\n", "is empty. Write your functions into it, or start afresh with `dlgrade reset`."),
    "latin-1, not declared": (b"x = 1\n# \xe9t\xe9", "is not utf-8 text (line 2). Save it as UTF-8."),
    "half of a UTF-16 file": (b"\xff\xfea", "is not utf-16 text (line 1). Save it as UTF-8."),
    "NUL": (b"x = 1\0", "holds NUL characters: it is not a text file. Save it as UTF-8."),
    "UTF-16 without a mark": (
        "x = 1".encode("utf-16-le"),
        "holds NUL characters: it is not a text file. Save it as UTF-8.",
    ),
    "an unknown encoding": (b"# coding: klingon", "declares the unknown encoding 'klingon'. Save it as UTF-8."),
    "an encoding of bytes": (b"# coding: zlib", "declares the unknown encoding 'zlib'. Save it as UTF-8."),
    "an encoding that never works": (
        b"# coding: undefined",
        "declares the unknown encoding 'undefined'. Save it as UTF-8.",
    ),
    "an encoding that takes for ever": (
        b"# coding: punycode\n-" + b"a" * (4 << 20),
        "declares the unknown encoding 'punycode'. Save it as UTF-8.",
    ),
    "megabytes": (b"#" * (5 << 20) + b"\n" * 2, "is 5 MiB; more than 5 MiB is not read."),
    "megabytes of code": (b"#" * (2 << 20), "holds more than 1 MiB of code. Give the file with your functions only."),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(name, tmp_path):
    data, says = UNREADABLE[name]
    (tmp_path / "affine.py").write_bytes(data)
    with pytest.raises(InputError, match=f"^{re.escape(f'{tmp_path}/affine.py {says}')}$"):
        submission.read(tmp_path / "affine.py")


def fifo(path):
    os.mkfifo(path)


def folder(path):
    path.mkdir()


def unix_socket(path):
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)


def link_to_itself(path):
    path.symlink_to(path)


def link_to_a_device(path):
    path.symlink_to("/dev/zero")


def sparse(path):
    path.touch()
    os.truncate(path, 1 << 40)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (fifo, "is not a regular file."),
        (folder, "is a folder. Give one file: --file {path}/NAME.py"),
        (unix_socket, "is not a regular file."),
        (link_to_itself, "cannot be read: Too many levels of symbolic links."),
        (link_to_a_device, "is not a regular file."),
        (sparse, "is 1048576 MiB; more than 5 MiB is not read."),
    ],
)
def test_what_is_no_file_is_refused_and_nobody_waits_for_it(make, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "affine.py"
    make(path)
    with pytest.raises(InputError, match=f"^{re.escape(f'{path} {says.format(path=path)}')}$"):
        submission.read(path)


def cell(source, kind="code", **more):
    return {"cell_type": kind, "source": source, "metadata": {}, "outputs": [], **more}


NOTEBOOKS = {
    "lines in a list": {"cells": [cell(SOLUTION.splitlines(keepends=True))], "nbformat": 4},
    "no metadata, no kernel, a version of the future": {"cells": [cell(SOLUTION)], "nbformat": 99},
    "magics and shell commands": {
        "cells": [cell("%matplotlib inline\n!rm -rf ~\n%load_ext autoreload"), cell("%%bash\nrm -rf /"), cell(SOLUTION)]
    },
    "text, raw and cells of no kind": {
        "cells": [cell("# Affine", "markdown"), cell("x =", "raw"), cell("x =", "unknown"), cell(SOLUTION)]
    },
    "a cell that fails and one that is no Python": {"cells": [cell("1 / 0"), cell("x = = 1"), cell(SOLUTION)]},
    "identifiers twice, and points of a thousand": {
        "cells": [cell(SOLUTION, metadata={"nbgrader": {"grade_id": "a", "points": 1000, "grade": True}})] * 2
    },
    "output of a megabyte, with script": {
        "cells": [cell(SOLUTION, outputs=[{"data": {"text/html": "<script>" * 100_000}}])],
    },
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_right_code_in_an_odd_notebook_gets_full_marks(name, tmp_path, world):
    (tmp_path / "affine.ipynb").write_text(json.dumps(NOTEBOOKS[name]))
    handed_in = submission.read(tmp_path / "affine.ipynb")
    outcome = Checker(handed_in, limits=Limits(wall_s=5.0)).check(COURSE.find("affine"), explain=False).outcome
    assert outcome.status == "passed", outcome.failing


@pytest.mark.parametrize(
    "text",
    [
        *["{", "[]", "null", '"text"', "{}", '{"cells": 5}', '{"cells": [5]}', '{"cells": [{}]}', "[" * 100_000],
        *['{"cells": [{"cell_type": "code"}]}', '{"cells": [{"cell_type": "code", "source": [1]}]}', "9" * 5000],
        *['{"worksheets": [{"cells": []}], "nbformat": 3}', '{"cells": [{"cell_type": "code", "source": {"a": 1}}]}'],
    ],
    ids=lambda text: text[:40],
)
def test_a_notebook_that_is_none_is_refused_in_one_line(text, tmp_path):
    path = tmp_path / "affine.ipynb"
    path.write_text(text)
    says = f"{path} is not a notebook that can be read (it needs nbformat 4)."
    with pytest.raises(InputError, match=f"^{re.escape(says)}$"):
        submission.read(path)


# Checks of properties run in the grader: what they are handed is not theirs to trust.

ODD = """
import random
import numpy as np
draw = random.Random(0)
odd = [
    lambda x: np.nan * x, lambda x: x + np.inf, lambda x: -np.inf * np.ones_like(x), lambda x: np.asarray(x, float) * 0,
    lambda x: np.asarray(x, np.float16), lambda x: np.asarray(x, float) > 0, lambda x: np.asarray(x, np.int8),
    lambda x: np.asarray(x)[..., None], lambda x: np.asarray(x)[:0], lambda x: np.float64(1e308) * np.ones_like(x),
    lambda x: np.zeros(()), lambda x: np.zeros((1,) * 20), lambda x: np.zeros(0), lambda x: np.float64("nan"),
    lambda x: 10**30, lambda x: -5, lambda x: True, lambda x: "text", lambda x: None, lambda x: {"m": "x", "t": None},
    lambda x: np.zeros(3, complex), lambda x: np.ones((3, 3), ">f4"), lambda x: [],
    lambda x: np.random.rand(*np.shape(x)),
    lambda x: x, lambda x: np.asarray(x, float), lambda x: 2.0 * x, lambda x: {"m": np.zeros(7), "v": 1, "t": 10**18},
]
def answer(count, args):
    x = args[0] if args else np.zeros((2, 3))
    for part in args:
        if isinstance(part, dict) and draw.random() < 0.5:
            part.update({key: draw.choice(odd)(x) for key in ("m", "v", "t", "running_mean", "velocity")})
    parts = tuple(draw.choice(odd)(x) for _ in range(count))
    return parts if count > 1 else parts[0]
"""


WITH_PROPERTIES = [it for it in COURSE.ordered() if it.properties.exists() and not it.driver.exists()]


@pytest.mark.parametrize("attacked", WITH_PROPERTIES, ids=lambda it: it.name)
def test_no_answer_makes_a_check_of_a_property_fail_in_the_grader(attacked, world):
    plan = batteries.get(attacked, 0).plan
    functions = [f"def {f.name}(*args): return answer({len(f.results)}, args)" for f in plan.functions.values()]
    host = Host(Submission("odd.py", [ODD, *functions]), "process", Limits(wall_s=10.0))
    try:
        found = [layer.run(it, attacked, plan, host, []) for it in properties.load(attacked) for _ in range(25)]
    finally:
        host.close()
    assert {finding.kind for finding in found if finding} <= {"wrong", "contract", "raised"}


# What a worker leaves in its folder.


def spoil(folder):
    (folder / "a/b").mkdir(parents=True)
    (folder / "a/file").write_text("x")
    (folder / "a/out").symlink_to(folder.parent / "kept")
    os.mkfifo(folder / "a/b/fifo")
    (folder / "a/b").chmod(0)
    (folder / "a").chmod(0)


def put_a_link_there(folder):
    folder.rmdir()
    folder.symlink_to(folder.parent / "kept")


def put_a_file_there(folder):
    folder.rmdir()
    folder.write_text("x")


@pytest.mark.parametrize("do", [spoil, put_a_link_there, put_a_file_there, Path.rmdir])
def test_a_scratch_folder_is_removed_whatever_was_done_to_it_and_nothing_else(do, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/file").write_text("x")
    before = (tmp_path / "kept").stat().st_mode
    scratch = process.Scratch()
    do(Path(scratch.path))
    scratch.remove()
    scratch.remove()
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept/file").read_text() == "x"
    assert (tmp_path / "kept").stat().st_mode == before
