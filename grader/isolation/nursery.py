"""A process from which workers are forked, for whoever needs many of them; see `grader.worker.nursery`."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from grader.isolation import Launch, Worker, launch, process
from grader.isolation.layout import worker_command
from grader.isolation.process import Scratch


@contextmanager
def nursery() -> Iterator[Launch]:
    """How to start many workers: forked where we can be made their parent, on Linux, else one by one."""
    if not (sys.platform.startswith("linux") and hasattr(os, "pidfd_open")):
        yield launch
        return
    opened = Nursery()
    try:
        yield opened.launch
    finally:
        opened.close()


class Nursery:
    """Forks workers that are confined as `process` confines them."""

    def __init__(self) -> None:
        self._orders, theirs = socket.socketpair()
        self._scratch = Scratch()
        with theirs:
            self._process = process.start(worker_command("nursery"), {}, self._scratch.path, orders=theirs)

    def launch(self, isolation: str) -> Worker:
        """Return a worker that waits for a submission."""
        if isolation != "process":
            return launch(isolation)
        scratch = Scratch()
        pipes = [os.pipe() for _ in range(3)]
        (stdin, to_stdin), (from_stdout, stdout), (from_stderr, stderr) = pipes
        with process.lock:  # until it is known as ours, it looks like what some worker left behind
            socket.send_fds(self._orders, [os.fsencode(scratch.path)], [stdin, stdout, stderr])
            said = self._orders.recv(20)
            if not said:
                raise OSError("the process that forks workers has ended")
            forked = Forked(int(said), to_stdin, from_stdout, from_stderr)
            process.ours.add(forked.pid)
        for stream in (stdin, stdout, stderr):
            os.close(stream)
        return Worker(forked, "process", scratch)

    def close(self) -> None:
        """End the process; workers that it forked go on."""
        self._orders.close()
        process.kill_tree(self._process)
        self._scratch.remove()


class Forked:
    """A child that we did not start ourselves, as `subprocess.Popen` shows its own."""

    def __init__(self, pid: int, stdin: int, stdout: int, stderr: int) -> None:
        self.pid = pid
        self.stdin: IO[bytes] = os.fdopen(stdin, "wb")
        self.stdout: IO[bytes] = os.fdopen(stdout, "rb")
        self.stderr: IO[bytes] = os.fdopen(stderr, "rb")
        self._ended = os.pidfd_open(pid)
        self._code: int | None = None
        self._lock = threading.Lock()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code, negative for a signal."""
        with self._lock:
            if self._code is None:
                if not select.select([self._ended], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired(f"worker {self.pid}", timeout or 0.0)
                self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
                os.close(self._ended)
            return self._code

    def kill(self) -> None:
        """SIGKILL, unless it has been waited for."""
        if self._code is None:
            os.kill(self.pid, signal.SIGKILL)
