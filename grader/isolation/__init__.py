"""How a worker is confined: `process` (limits only) or `bubblewrap` (no files, no network, no other processes)."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from grader.errors import InputError
from grader.isolation import bubblewrap, process
from grader.isolation.layout import worker_command
from grader.isolation.process import Process, Scratch, kill_tree

Isolation = Literal["auto", "bubblewrap", "process"]


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
        return code


def choose(wanted: Isolation) -> str:
    """Name the backend to use; `auto` is the strongest that works here."""
    if wanted == "process":
        return "process"
    missing = bubblewrap.why_not()
    if missing is None:
        return "bubblewrap"
    if wanted == "auto":
        return "process"
    raise InputError(f"--isolation bubblewrap does not work here: {missing}. Run `dlgrade doctor` for what would.")


#: How a worker is started under a backend that `choose` named.
Launch = Callable[[str], Worker]


def launch(isolation: str) -> Worker:
    """Start a worker under a backend that `choose` named; it loads NumPy and waits for a submission."""
    scratch = Scratch()
    command = worker_command(isolation)
    environment = {"HOME": scratch.path, "TMPDIR": scratch.path}
    if isolation == "bubblewrap":
        command = bubblewrap.wrap(command)
        environment = bubblewrap.ENVIRONMENT
    if sys.platform == "win32":
        environment["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return Worker(process.start(command, environment, scratch.path), isolation, scratch)
