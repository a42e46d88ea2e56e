"""A plain process with limits: its own session and scratch folder, an empty environment, killed with all it started."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, Protocol

from grader.isolation.layout import worker_command

#: One BLAS thread: more would fight over the cores, and their stacks would count against the memory limit.
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"),
}

_PR_SET_CHILD_SUBREAPER = 36
#: Our workers: every other child of ours is something that one of them left. `lock` is held while one is added.
ours: set[int] = set()
lock = threading.Lock()
_before: set[int] = set()


def command(role: str) -> tuple[list[str], dict[str, str]]:
    """Return how a worker, or a nursery, is started, and what it is told of its place."""
    return worker_command("process", role), {}


class Scratch:
    """An empty folder that lives as long as its worker."""

    def __init__(self) -> None:
        self.path = tempfile.mkdtemp(prefix="dlgrade-")

    def remove(self) -> None:
        """Delete it, whatever was done to it: permissions, links, thousands of folders inside one another."""
        folder = Path(self.path)
        try:
            if folder.is_symlink() or not folder.is_dir():  # moved away, and something else put in its place
                folder.unlink(missing_ok=True)
            elif os.scandir not in os.supports_fd:  # Windows
                shutil.rmtree(folder, ignore_errors=True)
            else:
                folder.chmod(0o700)
                _empty(self.path)
                folder.rmdir()
        except OSError:
            return


def _empty(path: str) -> None:
    """Delete what is in a folder, by walking down and up: no recursion, and no path that grows too long."""
    here, names = os.open(path, os.O_RDONLY), [""]
    while names:
        down = _unlink_files(here)
        if down is None:
            there = os.open("..", os.O_RDONLY, dir_fd=here)
        else:
            os.chmod(down, 0o700, dir_fd=here)
            there = os.open(down, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=here)
        os.close(here)
        here = there
        if down is not None:
            names.append(down)
        elif name := names.pop():
            os.rmdir(name, dir_fd=here)
    os.close(here)


def _unlink_files(folder: int) -> str | None:
    """Delete the files of a folder up to its first folder, and name that."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                return entry.name
            os.unlink(entry.name, dir_fd=folder)
    return None


class Process(Protocol):
    """A child: what we use of `subprocess.Popen`."""

    pid: int

    @property
    def stdin(self) -> IO[bytes] | None:
        """Where it reads its requests."""

    @property
    def stdout(self) -> IO[bytes] | None:
        """Where its reports come from."""

    @property
    def stderr(self) -> IO[bytes] | None:
        """Where what it prints comes from."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; return its exit code."""

    def kill(self) -> None:
        """SIGKILL."""


def start(
    command: list[str],
    environment: dict[str, str],
    folder: str,
    orders: socket.socket | None = None,
    *,
    adopt: bool = True,
) -> subprocess.Popen[bytes]:
    """Start a worker in a session of its own, with pipes for all three streams, or one that takes orders."""
    with lock:  # a child that is not yet in ours looks like an orphan
        if adopt:
            _adopt_orphans()
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if orders is None else orders.fileno(),
            stdout=subprocess.PIPE if orders is None else subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=ENVIRONMENT | environment,
            start_new_session=True,
        )
        ours.add(process.pid)
    return process


def kill_tree(process: Process) -> int:
    """SIGKILL a worker's whole session, and what left it; return the worker's exit code."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        return process.wait()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    code = process.wait()
    with lock:
        ours.discard(process.pid)
        _kill_orphans()
    return code


def _adopt_orphans() -> None:
    """Have processes whose parent dies handed to us, so that none escapes by `setsid` and a double fork."""
    if not sys.platform.startswith("linux"):
        return
    if not ours:  # while a worker runs, a child that we do not know may be what it left
        _before.clear()
        _before.update(_children())
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _strangers() -> set[int]:
    """Children that some worker left: workers have sessions of their own, and there is no way back into ours."""
    return {pid for pid in _children() - ours - _before if _session(pid) != os.getsid(0)}


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return 0


def _children() -> set[int]:
    """Our direct children, from every thread of ours."""
    found: set[int] = set()
    for task in Path("/proc/self/task").glob("*/children"):
        try:
            found.update(map(int, task.read_text().split()))
        except OSError:
            continue
    return found


def _kill_orphans() -> None:
    """Kill children that we did not start; killing one may hand us its own, hence the loop."""
    if not sys.platform.startswith("linux"):
        return
    deadline = time.monotonic() + 5
    while (strangers := _strangers()) and time.monotonic() < deadline:
        for pid in strangers:
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            except (ProcessLookupError, ChildProcessError):
                continue
