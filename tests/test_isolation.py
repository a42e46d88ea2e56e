"""Attempts to cross from one submission to the next, and what keeps each of them in."""

import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from grader.checking import Checker
from grader.course import find_course
from grader.errors import GraderFault, InputError
from grader.isolation import Limits, backend, bubblewrap, choose, landlock, layout, process
from grader.isolation import launch as start_anew
from grader.isolation.nursery import nursery
from grader.session import Session
from grader.submission import Submission

if not sys.platform.startswith("linux"):
    pytest.skip("confinement is for Linux", allow_module_level=True)
if missing := bubblewrap.why_not():
    pytest.skip(missing, allow_module_level=True)

#: A sandbox as it is, and with one wall or both taken away.
WALLS = {
    "both": {},
    "namespaces": {"confine": "def confine(**_): pass"},
    "filter": {"namespaces": "def leave(): pass"},
    "neither": {"confine": "def confine(**_): pass", "namespaces": "def leave(): pass"},
}


@pytest.fixture(scope="module")
def sandboxes(tmp_path_factory):
    """One warm sandbox for each choice of walls; the worker's code is a copy, with what makes the wall left out."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        opened = {}
        for name, changes in WALLS.items():
            folder = tmp_path_factory.mktemp(name) / "worker"
            shutil.copytree(layout.WORKER, folder, ignore=shutil.ignore_patterns("__pycache__"))
            for module, change in changes.items():
                with (folder / f"{module}.py").open("a") as file:
                    file.write(f"\n\n{change}\n")
            patch.setattr(layout, "WORKER", folder)
            opened[name] = partial(stack.enter_context(nursery("bubblewrap")), "bubblewrap")
            opened[name]().kill()
            patch.undo()
        yield opened


@pytest.fixture(scope="module")
def others():
    """A warm process without any wall; one under Landlock, where there is that."""
    names = ["process", *(["landlock"] if landlock.why_not() is None else [])]
    with ExitStack() as stack:
        yield {name: partial(stack.enter_context(nursery(name)), name) for name in names}


@pytest.fixture(scope="module")
def launch(sandboxes):
    return sandboxes["both"].func


def run(worker, source):
    """Execute a submission in a worker that stays; return the session and what it raised."""
    session = Session(worker, Limits(wall_s=10))
    session.begin(Submission("layers.py", [source]), {}, "", b"")
    fault = session.loaded().fault
    return session, fault and f"{fault['type']}: {fault['message']}"


def said(launch, source):
    """What a submission says by raising it."""
    session, fault = run(launch("bubblewrap"), source)
    session.close()
    return fault


def crossed(start, leaves, takes, *, gone):
    """Whether one submission finds what another has left, which is still running, or has gone."""
    one, _ = run(start(), HELPERS + leaves.replace("@port@", PORT))
    pid = str(one.worker.process.pid)
    if gone:
        one.close()
    other, fault = run(start(), HELPERS + takes.replace("@pid@", pid).replace("@port@", PORT))
    other.close()  # first: what it traces is not buried before it lets go
    one.close()
    return fault == "Crossed: found"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


PORT = free_port()
HELPERS = """
import ctypes, mmap, os, signal, socket, sys, threading, time
libc = ctypes.CDLL(None, use_errno=True)
class Crossed(Exception):
    pass
def found(what=True):
    if what:
        raise Crossed("found")
"""
MACHINE = {"x86_64": "add_key, keyctl = 248, 250", "aarch64": "add_key, keyctl = 217, 219"}[os.uname().machine]

#: What one leaves, how the next gets at it and tidies up, whether it lasts, whether the filter alone stops it.
CROSSINGS = {
    "file": ("open('/tmp/left', 'w').write('x')", "os.remove('/tmp/left'); found()", True, False),
    "folder": ("os.mkdir('/tmp/left')", "os.rmdir('/tmp/left'); found()", True, False),
    "process": ("", "found(os.path.exists('/proc/@pid@'))", False, False),
    "memory of a process": (
        "secret = b'the answer is ' + b'here' * 1000",
        """
memory = open('/proc/@pid@/mem', 'rb', 0)
for line in open('/proc/@pid@/maps'):
    if ' rw-p ' in line:
        start, end = (int(part, 16) for part in line.split()[0].split('-'))
        memory.seek(start)
        found(b'the answer is ' + b'herehere' in memory.read(end - start))
""",
        False,
        False,
    ),
    "trace": ("", "found(libc.ptrace(0x4206, @pid@, 0, 0) == 0)  # PTRACE_SEIZE, which does not stop it", False, True),
    "signal": ("", "os.kill(@pid@, 0); found(@pid@ != os.getpid())", False, True),
    "abstract socket": (
        "server = socket.socket(socket.AF_UNIX); server.bind('\\0left@port@'); server.listen()",
        "found(socket.socket(socket.AF_UNIX).connect('\\0left@port@') is None)",
        False,
        True,
    ),
    "loopback": (
        "server = socket.socket(); server.bind(('127.0.0.1', @port@)); server.listen()",
        "found(socket.socket().connect(('127.0.0.1', @port@)) is None)",
        False,
        True,
    ),
    "System V memory": (
        "libc.shmget(@port@, 4096, 0o1666)",
        "there = libc.shmget(@port@, 4096, 0); libc.shmctl(there, 0, None); found(there >= 0)",
        True,
        True,
    ),
    "System V queue": (
        "libc.msgget(@port@, 0o1666)",
        "there = libc.msgget(@port@, 0); libc.msgctl(there, 0, None); found(there >= 0)",
        True,
        True,
    ),
    "System V semaphore": (
        "libc.semget(@port@, 1, 0o1666)",
        "there = libc.semget(@port@, 1, 0); libc.semctl(there, 0, 0); found(there >= 0)",
        True,
        True,
    ),
    "POSIX queue": (
        "libc.mq_open(b'/left', os.O_CREAT | os.O_RDWR, 0o666, None)",
        "there = libc.mq_open(b'/left', os.O_RDWR); libc.mq_unlink(b'/left'); found(there >= 0)",
        True,
        True,
    ),
    "keyring": (
        f"{MACHINE}\nlibc.syscall(add_key, b'user', b'left', b'x', 1, -4)",
        f"{MACHINE}\nthere = libc.syscall(keyctl, 10, -4, b'user', b'left', 0)\n"
        "libc.syscall(keyctl, 9, there, -4); found(there >= 0)",
        True,
        True,
    ),
}
LASTS = [(name, gone) for name, (_, _, lasts, _) in CROSSINGS.items() for gone in ([False, True] if lasts else [False])]


@pytest.mark.parametrize(("name", "gone"), LASTS)
def test_nothing_crosses_from_one_submission_to_another(name, gone, sandboxes, others):
    leaves, takes, _, filtered = CROSSINGS[name]
    seen = name == "process"  # under Landlock that there is something, and no more
    there = {walls: crossed(start, leaves, takes, gone=gone) for walls, start in (sandboxes | others).items()}
    assert there.pop("landlock", seen) is seen
    # the same things, in the same order, do cross where there is no wall
    assert there == {"both": False, "namespaces": False, "filter": not filtered, "neither": True, "process": True}


def test_a_worker_is_the_first_process_of_its_own_and_nobody_in_particular(launch):
    says = said(
        launch, "import os; raise ValueError(os.getpid(), os.getppid(), os.getuid(), os.getcwd(), os.listdir())"
    )
    assert says == "ValueError: (1, 0, 1000, '/tmp', [])"


def test_it_has_the_descriptors_of_a_worker_and_no_others(launch):
    finds = """
import os
held = []
for number in range(1024):
    try: os.fstat(number)
    except OSError: continue
    held.append(number)
raise ValueError(held)
"""
    assert said(launch, finds) == "ValueError: [0, 1, 2, 3, 4]"


def test_no_capability_and_no_new_privilege_is_left(launch):
    asks = """
import ctypes
libc = ctypes.CDLL(None)
held = ctypes.create_string_buffer(24)
libc.capget((ctypes.c_uint32 * 2)(0x20080522, 0), held)
raise ValueError(held.raw == bytes(24), libc.prctl(39, 0, 0, 0, 0), libc.prctl(21, 0, 0, 0, 0))
"""
    assert said(launch, asks) == "ValueError: (True, 1, 2)"


def test_only_its_own_folder_can_be_written_to_and_that_is_small(launch):
    fills = """
import os
def fill(folder):
    size = 0
    try:
        for number in range(70):
            with open(f"{folder}/file-{number}", "wb") as file:
                size += file.write(bytes(1 << 20))
    except OSError: pass
    return size >> 20
sizes = {folder: fill(folder) for folder, _, _ in os.walk("/") if fill(folder)}
raise ValueError(sizes)
"""
    assert (
        said(launch, fills.replace("if fill(folder)}", "if os.access(folder, os.W_OK)}")) == "ValueError: {'/tmp': 16}"
    )


def test_its_folder_holds_a_bounded_number_of_files(launch):
    makes = """
import os
for number in range(20_000):
    try: os.mkdir(str(number))
    except OSError as error: raise ValueError(number, error.strerror)
"""
    assert said(launch, makes) == "ValueError: (8191, 'No space left on device')"


def test_the_end_of_a_worker_is_told_with_its_code(launch):
    for source, code in (("os._exit(7)", 7), ("ctypes.string_at(0)", -signal.SIGSEGV)):
        worker = launch("bubblewrap")
        session = Session(worker, Limits())
        session.begin(Submission("layers.py", [f"import ctypes, os\n{source}"]), {}, "", b"")
        assert worker.process.wait(10) == code
        assert session.close() == code


def test_a_worker_that_will_not_end_is_ended(launch):
    session, fault = run(launch("bubblewrap"), "import signal\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)")
    assert fault is None
    assert session.close() == -signal.SIGKILL


def sandboxes_now():
    """Our children that are sandboxes."""
    return {pid for pid in process._children() if "bwrap" in Path(f"/proc/{pid}/comm").read_text()}


def below(pid):
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


EXERCISE = find_course().find("relu")
RIGHT = EXERCISE.solution.read_text("utf-8")


def check(launch, source):
    checker = Checker(Submission("relu.py", [source]), isolation="bubblewrap", launch=launch)
    return checker.check(EXERCISE, explain=False).outcome


def test_a_sandbox_that_has_ended_is_our_fault_and_the_next_worker_gets_another():
    before = sandboxes_now()
    with nursery("bubblewrap") as launch:
        assert check(launch, RIGHT).status == "passed"
        (sandbox,) = sandboxes_now() - before
        (warm,) = below(sandbox)
        running, _ = run(launch("bubblewrap"), "")
        os.kill(warm, signal.SIGKILL)
        with pytest.raises(GraderFault, match=r"^the sandbox of worker \d+ has ended under it$"):
            running.worker.process.wait(10)
        assert running.close() == -signal.SIGKILL
        says = r"no worker could be forked \(bubblewrap\): .*"
        with pytest.raises(GraderFault, match=f"^{says}$"):
            check(launch, RIGHT)
        assert check(launch, RIGHT).status == "passed"


def test_a_worker_that_cannot_be_killed_costs_its_sandbox_and_nothing_else(monkeypatch):
    monkeypatch.setattr("grader.isolation.nursery.DIES_WITHIN", 0.3)
    before = sandboxes_now()
    with nursery("bubblewrap") as launch:
        session, _ = run(launch("bubblewrap"), "")
        (sandbox,) = sandboxes_now() - before
        (parent,) = below(below(sandbox)[0])
        os.kill(parent, signal.SIGSTOP)  # so that nobody says how the worker has ended
        assert session.close() == -signal.SIGKILL
        assert check(launch, RIGHT).status == "passed"
        assert sandbox not in sandboxes_now()


def test_a_worker_of_which_nobody_says_how_it_ended_is_killed_and_our_fault():
    before = sandboxes_now()
    with nursery("bubblewrap") as launch:
        session, _ = run(launch("bubblewrap"), "")
        (sandbox,) = sandboxes_now() - before
        (warm,) = below(sandbox)
        (parent,) = below(warm)
        (worker,) = below(parent)
        handle = os.pidfd_open(worker)
        os.kill(parent, signal.SIGKILL)
        with pytest.raises(GraderFault, match=r"^the sandbox of worker \d+ has ended under it$"):
            session.worker.process.wait(10)
        assert select.select([handle], [], [], 10)[0], "it goes on"
        os.close(handle)
        session.close()
        assert check(launch, RIGHT).status == "passed"


def test_a_warm_process_that_hangs_is_our_fault_and_the_next_worker_gets_another(monkeypatch):
    monkeypatch.setattr("grader.isolation.nursery.FORKS_WITHIN", 0.3)
    before = sandboxes_now()
    with nursery("bubblewrap") as launch:
        launch("bubblewrap").kill()
        (sandbox,) = sandboxes_now() - before
        (warm,) = below(sandbox)
        os.kill(warm, signal.SIGSTOP)
        with pytest.raises(GraderFault, match=r"^no worker could be forked \(bubblewrap\): timed out\.$"):
            launch("bubblewrap")
        monkeypatch.undo()
        assert check(launch, RIGHT).status == "passed"


#: One of each track.
SOME = list({exercise.track: exercise for exercise in find_course().ordered()}.values())


@pytest.mark.parametrize("mode", ["bubblewrap", "landlock"])
@pytest.mark.parametrize("chosen", SOME, ids=lambda chosen: chosen.name)
def test_a_solution_gets_full_marks_in_confinement(mode, chosen, launch, others):
    if mode == "landlock" and mode not in others:
        pytest.skip(landlock.why_not())
    solution = Submission(chosen.solution.name, [chosen.solution.read_text("utf-8")])
    start = launch if mode == "bubblewrap" else others[mode].func
    outcome = Checker(solution, isolation=mode, launch=start).check(chosen, explain=False).outcome
    assert (outcome.status, outcome.isolation) == ("passed", mode), outcome.failing


@pytest.mark.parametrize("mode", ["bubblewrap", "landlock"])
def test_a_worker_that_is_started_alone_is_confined_as_one_that_is_forked(mode):
    if missing := backend(mode).why_not():
        pytest.skip(missing)
    session, fault = run(start_anew(mode), "import os\nos.fork()")
    assert fault == "PermissionError: [Errno 1] Operation not permitted"
    session.close()
    assert Checker(Submission("relu.py", [RIGHT]), isolation=mode).check(EXERCISE, explain=False).outcome.points == 5


@pytest.fixture
def working(monkeypatch):
    """Have only these backends work."""

    def work(*names):
        for name in ("bubblewrap", "landlock", "container"):
            monkeypatch.setattr(backend(name), "why_not", lambda name=name: None if name in names else f"no {name}")

    return work


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        (("bubblewrap", "landlock", "container"), "bubblewrap"),
        (("landlock", "container"), "landlock"),
        (("container",), "container"),
        ((), "process"),
    ],
)
def test_auto_takes_the_strongest_that_works(there, chosen, working):
    working(*there)
    assert choose("auto") == chosen


def test_auto_takes_nothing_weaker_than_the_least(working):
    working()
    says = (
        "Nothing confines submissions here. Run `dlgrade doctor` for what would, or give --isolation process, under "
        "which they can read your files and use the network."
    )
    with pytest.raises(InputError, match=f"^{re.escape(says)}$"):
        choose("auto", least="container")
    assert choose("process", least="container") == "process"  # asked for by hand


@pytest.mark.parametrize("name", ["bubblewrap", "landlock", "container"])
def test_what_was_asked_for_and_does_not_work_is_refused_with_the_reason(name, working):
    working()
    says = f"--isolation {name} does not work here: no {name}. Run `dlgrade doctor` for what would."
    with pytest.raises(InputError, match=f"^{re.escape(says)}$"):
        choose(name)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "; kernel.apparmor_restrict_unprivileged_userns=1 forbids it: "
            "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0, or see docs/ISOLATION.md",
        ),
        (
            "user/max_user_namespaces",
            "0",
            "; user.max_user_namespaces=0 forbids it: sudo sysctl user.max_user_namespaces=10000, "
            "or see docs/ISOLATION.md",
        ),
        ("user/max_user_namespaces", "96365", ""),
    ],
)
def test_a_setting_that_forbids_user_namespaces_is_named_with_what_allows_them(name, value, says, tmp_path):
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(f"{value}\n")
    assert bubblewrap._forbidden(tmp_path) == says


def test_a_sandbox_in_which_no_namespace_can_be_made_is_none(monkeypatch):
    refuses = "sys.modules['worker.namespaces'].leave = lambda: exec('raise OSError(1, \"unshare: forbidden\")')"
    tries = bubblewrap._TRY.replace("namespaces.leave()", f"{refuses}\nnamespaces.leave()")
    monkeypatch.setattr(bubblewrap, "_TRY", tries)
    assert bubblewrap.why_not.__wrapped__().startswith("PermissionError: [Errno 1] unshare: forbidden")


AS_SOMEBODY = """
import os, sys
from grader.isolation import Limits, backend
from grader.isolation import launch as start_anew
from grader.isolation.nursery import nursery
from grader.session import Session
from grader.submission import Submission
name = sys.argv[1]
assert os.getuid() != 0
print(backend(name).why_not())
with nursery(name) as launch:
    for _ in range(2):
        session = Session(launch(name), Limits())
        session.begin(Submission("layers.py", ["import os; raise ValueError(os.listdir('/'), os.fork())"]), {}, "", b"")
        print(session.loaded().fault["message"], session.close())
"""


def readable_by_all(path):
    return all(folder.stat().st_mode & 0o5 == 0o5 for folder in [path, *path.parents])


@pytest.mark.skipif(os.getuid() != 0, reason="these tests themselves run as an ordinary user")
@pytest.mark.parametrize("name", ["bubblewrap", "landlock"])
def test_it_works_for_an_ordinary_user(name, tmp_path):
    interpreters = [Path(sys._base_executable), Path(f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}")]
    usable = [path.resolve() for path in interpreters if path.exists() and readable_by_all(path.resolve())]
    site, root = layout.numpy_site(), Path(layout.__file__).parents[2]
    if not usable or not readable_by_all(site) or not readable_by_all(root):
        pytest.skip("the interpreter, NumPy or the grader lies where an ordinary user cannot read")
    environment = {"PYTHONPATH": f"{root}:{site}", "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    command = [usable[0], "-c", AS_SOMEBODY, name]
    ran = subprocess.run(
        command, capture_output=True, env=environment, cwd="/", user=65534, group=65534, extra_groups=[], check=False
    )
    if name == "landlock" and landlock.why_not():
        pytest.skip(landlock.why_not())
    refused = {"bubblewrap": "[Errno 1] Operation not permitted", "landlock": "[Errno 13] Permission denied: '/'"}[name]
    assert ran.stdout.decode().splitlines()[0] == "None", ran.stderr.decode()
    assert ran.stdout.decode().splitlines()[1:] == [f"{refused} -9"] * 2, ran.stderr.decode()
