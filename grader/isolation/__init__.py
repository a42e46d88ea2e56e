"""How a worker is confined, from the strongest to limits only; docs/ISOLATION.md says what each hides."""

import importlib
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from grader.errors import InputError
from grader.isolation import process
from grader.isolation.process import Process, Scratch, kill_tree

if TYPE_CHECKING:
    from grader.isolation.cgroup import Group

Isolation = Literal["auto", "bubblewrap", "landlock", "container", "process"]
#: The strongest first.
LEVELS: tuple[str, ...] = get_args(Isolation)[1:]


@dataclass(frozen=True)
class Limits:
    """What one worker may use: seconds of wall time, bytes of memory and of any one file."""

    wall_s: float = 10.0
    memory: int = 2 << 30
    file: int = 1 << 20


@dataclass
class Worker:
    """A running worker and how to end it."""

    process: Process
    isolation: str
    scratch: Scratch | None
    end: Callable[[Process], int] = kill_tree
    pid: int | None = None  # where it can be put into a control group of its own
    _group: "Group | None" = None

    def bound(self, memory: int) -> None:
        """Bound all memory that it uses, in bytes, where the system lets us."""
        if self.pid is None or self.isolation == "process":
            return
        from grader.isolation import cgroup

        base = cgroup.base()
        if base is not None:
            self._group = cgroup.Group(base, self.pid, memory)

    def ran_out_of_memory(self) -> bool:
        """Whether it was killed for the memory that it used."""
        return self._group is not None and self._group.ran_out()

    def kill(self) -> int:
        """End the worker and everything that it started; return its exit code."""
        code = self.end(self.process)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        if self.scratch is not None:
            self.scratch.remove()
        if self._group is not None:
            self._group.remove()
        return code


def choose(wanted: Isolation, least: str = "process") -> str:
    """Name the backend to use; `auto` is the strongest that works here, and none that is weaker than `least`."""
    if wanted == "process":
        return wanted
    if wanted != "auto":
        missing = backend(wanted).why_not()
        if missing is None:
            return wanted
        raise InputError(f"--isolation {wanted} does not work here: {missing}. Run `dlgrade doctor` for what would.")
    for name in LEVELS[: LEVELS.index(least) + 1]:
        if name == "process" or backend(name).why_not() is None:
            return name
    raise InputError(
        "Nothing confines submissions here. Run `dlgrade doctor` for what would, or give --isolation process, "
        "under which they can read your files and use the network."
    )


def backend(name: str) -> Any:
    """Return the module of a backend; most are needed by few."""
    return importlib.import_module(f"grader.isolation.{name}")


#: How a worker is started under a backend that `choose` named.
Launch = Callable[[str], Worker]


def launch(isolation: str) -> Worker:
    """Start a worker under a backend that `choose` named; it loads NumPy and waits for a submission."""
    scratch = Scratch()
    end = backend(isolation).end if isolation == "container" else kill_tree
    return Worker(start(isolation, "worker", scratch), isolation, scratch, end)


def start(isolation: str, role: str, scratch: Scratch, orders: socket.socket | None = None) -> subprocess.Popen[bytes]:
    """Start a worker, or a "nursery" that takes orders."""
    command, environment = backend(isolation).command(role)
    environment = {"HOME": scratch.path, "TMPDIR": scratch.path} | environment
    if sys.platform == "win32":
        environment["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", r"C:\Windows")
    # what an engine leaves running is its own: taken for a worker's leftovers, it would be killed
    return process.start(command, environment, scratch.path, orders, adopt=isolation != "container")
