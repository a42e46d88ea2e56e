"""No controller is delegated on most machines of ours: a folder stands in for what the kernel would mount."""

import os
import signal
import sys

import pytest

from grader.errors import GraderFault
from grader.isolation import Limits, Worker, cgroup
from grader.isolation.nursery import nursery
from grader.session import Gone, Session
from grader.submission import Submission

if not sys.platform.startswith("linux"):
    pytest.skip("control groups are Linux'", allow_module_level=True)


@pytest.fixture
def tree(tmp_path):
    """A mounted hierarchy with our own group in it, and /proc/self that says so."""
    own = tmp_path / "cgroup/user.slice/run.scope"
    own.mkdir(parents=True)
    (own / "cgroup.controllers").write_text("cpu memory pids\n")
    (own / "cgroup.procs").write_text(f"{os.getpid()}\n")
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/mountinfo").write_text(
        f"30 23 0:26 / {tmp_path / 'cgroup'} rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
    )
    (tmp_path / "proc/cgroup").write_text("1:name=systemd:/else\n0::/user.slice/run.scope\n")
    return own


def test_a_delegated_group_is_found(tree, tmp_path):
    assert cgroup.delegated(tmp_path / "proc") == tree


def test_a_process_that_the_grader_started_finds_the_same_one(tree, tmp_path):
    (tmp_path / "proc/cgroup").write_text(f"0::/user.slice/run.scope/{cgroup.OURS}\n")
    assert cgroup.delegated(tmp_path / "proc") == tree


HOW = "run it as: systemd-run --user --scope -p Delegate=yes dlgrade grade ..."


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda tree, proc: (proc / "mountinfo").write_text(""), "this system has no cgroup v2"),
        (lambda tree, proc: (proc / "cgroup").write_text("4:memory:/\n"), "this system has no cgroup v2"),
        (
            lambda tree, proc: (tree / "cgroup.controllers").write_text("cpu pids"),
            f"no memory controller in {{}}; {HOW}",
        ),
        (
            lambda tree, proc: (tree / "cgroup.controllers").write_text(""),
            f"no memory and pids controller in {{}}; {HOW}",
        ),
        (lambda tree, proc: (tree / "cgroup.procs").unlink(), f"{{}} is not delegated to you; {HOW}"),
    ],
)
def test_what_is_missing_is_said_with_the_way_to_get_it(spoil, says, tree, tmp_path):
    spoil(tree, tmp_path / "proc")
    with pytest.raises(cgroup.Missing) as missing:
        cgroup.delegated(tmp_path / "proc")
    assert str(missing.value) == says.format(tree)


def test_the_grader_goes_into_a_group_of_its_own_before_controllers_are_passed_on_and_only_once(tree):
    cgroup.prepared(tree)
    assert (tree / cgroup.OURS / "cgroup.procs").read_text() == str(os.getpid())
    assert (tree / "cgroup.subtree_control").read_text() == "+memory +pids"
    (tree / "cgroup.subtree_control").write_text("cpu memory pids\n")
    assert cgroup.prepared(tree) == tree
    assert (tree / "cgroup.subtree_control").read_text() == "cpu memory pids\n"


def test_a_group_that_did_not_pass_its_controllers_on_is_not_used(tree):
    (tree / cgroup.OURS).mkdir()
    (tree / "cgroup.subtree_control").write_text("cpu\n")
    with pytest.raises(cgroup.Missing) as missing:
        cgroup.prepared(tree)
    assert str(missing.value) == f"{tree} holds other processes; {HOW}"


def test_a_group_that_cannot_be_made_is_our_fault(tree, monkeypatch):
    monkeypatch.setattr(cgroup, "base", lambda: tree / "gone")
    worker = Worker(Ended(), "bubblewrap", None, lambda _: -9, 4711)
    with pytest.raises(GraderFault, match=r"^no control group for a worker: \[Errno 2\] No such file or directory: "):
        worker.bound(1 << 29)
    worker.kill()


def settings(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_a_worker_is_bounded_in_a_group_of_its_own(tree):
    cgroup.Group(tree, 4711, 1 << 30)
    (folder,) = tree.glob("dlgrade-*")
    assert settings(folder) == {
        "memory.max": str(1 << 30),
        "memory.oom.group": "1",
        "pids.max": str(cgroup.TASKS),
        "cgroup.procs": "4711",
    }


@pytest.mark.parametrize(
    ("events", "ran_out"),
    [("low 0\nmax 7\noom 1\noom_kill 1\n", True), ("low 0\nmax 7\noom 0\noom_kill 0\n", False), ("", False)],
)
def test_a_group_says_whether_the_kernel_killed_for_memory(events, ran_out, tree):
    group = cgroup.Group(tree, 4711, 1 << 30)
    (folder,) = tree.glob("dlgrade-*")
    (folder / "memory.events").write_text(events)
    assert group.ran_out() is ran_out


@pytest.mark.parametrize("mode", ["bubblewrap", "landlock"])
def test_a_forked_worker_is_put_into_its_group_by_the_id_that_we_see(mode, tree, monkeypatch):
    from grader.isolation import backend

    if missing := backend(mode).why_not():
        pytest.skip(missing)
    monkeypatch.setattr(cgroup, "base", lambda: tree)
    with nursery(mode) as launch:
        worker = launch(mode)
        session = Session(worker, Limits(memory=1 << 29))
        session.begin(Submission("layers.py", [""]), {}, "", b"")
        session.loaded()
        (folder,) = tree.glob("dlgrade-*")
        inside = settings(folder)
        assert inside["memory.max"] == str(1 << 29)
        os.kill(int(inside["cgroup.procs"]), signal.SIGKILL)
        assert worker.process.wait(10) == -signal.SIGKILL
        session.close()


class Ended:
    """A worker's process that the kernel has killed."""

    pid, stdin = 4711, None

    def __init__(self):
        self.stdout, self.stderr = (os.fdopen(os.open(os.devnull, os.O_RDONLY), "rb") for _ in range(2))

    def wait(self, timeout=None):
        return -signal.SIGKILL

    def kill(self):
        pass


@pytest.mark.parametrize(
    ("killed", "kind", "says"),
    [
        (1, "memory", "it used more than 512 MiB of memory"),
        (0, "raised", "the interpreter was ended by SIGKILL"),
    ],
)
def test_a_kill_for_memory_is_told_from_any_other(killed, kind, says, tree, monkeypatch):
    monkeypatch.setattr(cgroup, "base", lambda: tree)
    worker = Worker(Ended(), "bubblewrap", None, lambda _: -9, 4711)
    worker.bound(1 << 29)
    (folder,) = tree.glob("dlgrade-*")
    (folder / "memory.events").write_text(f"oom_kill {killed}\n")
    session = Session(worker, Limits(memory=1 << 29))
    with pytest.raises(Gone) as gone:
        session._next()
    assert (gone.value.kind, gone.value.message) == (kind, says)
    session.close()


def test_without_a_delegated_group_nothing_is_asked_of_it(monkeypatch):
    monkeypatch.setattr(cgroup, "base", lambda: None)
    worker = Worker(Ended(), "bubblewrap", None, lambda _: -9, 4711)
    worker.bound(1 << 29)
    assert worker.ran_out_of_memory() is False
    worker.kill()
