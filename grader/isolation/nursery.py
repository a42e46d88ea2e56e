"""Processes from which workers are forked, for whoever needs many of them; see `grader.worker.nursery`."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from grader.errors import GraderFault
from grader.isolation import Launch, Worker, launch, process, start
from grader.isolation.process import Scratch

#: Until it has loaded NumPy, and until it has forked.
STARTS_WITHIN = 60.0
FORKS_WITHIN = 20.0
#: After SIGKILL. Only a process that the kernel itself holds up takes longer; then its sandbox has to go, too.
DIES_WITHIN = 10.0


@contextmanager
def nursery(isolation: str = "process") -> Iterator[Launch]:
    """How to start many workers: forked from one that is warm, on Linux; where that cannot be, one by one."""
    if isolation == "container" or not (sys.platform.startswith("linux") and hasattr(os, "pidfd_open")):
        yield launch
        return
    opened = Nursery(isolation)
    try:
        yield opened.launch
    finally:
        opened.close()


class Nursery:
    """Forks workers from a warm process; where that has ended or hangs, that is our fault, and the next is another."""

    def __init__(self, isolation: str) -> None:
        self._isolation = isolation
        self._lock = threading.Lock()
        self._warm: Warm | None = Warm(isolation)

    def launch(self, isolation: str) -> Worker:
        """Return a worker that waits for a submission."""
        if isolation != self._isolation:
            return launch(isolation)
        with self._lock:
            if self._warm is not None and self._warm.spoilt:
                self._end()
            try:
                self._warm = self._warm or Warm(isolation)
                return self._warm.fork()
            except OSError as error:
                said = self._end()
                raise GraderFault(f"no worker could be forked ({isolation}): {error}. {said}".rstrip()) from None

    def close(self) -> None:
        """End the warm process, and with a sandbox all that is in it; other workers go on."""
        with self._lock:
            self._end()

    def _end(self) -> str:
        warm, self._warm = self._warm, None
        return "" if warm is None else warm.close()


class Warm:
    """A process that has loaded NumPy and forks workers: under bubblewrap in its sandbox, else as our children."""

    def __init__(self, isolation: str) -> None:
        self.isolation = isolation
        self.spoilt = False  # a worker in its sandbox could not be killed
        self._orders, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        self._scratch = Scratch()
        self._ready = False
        with theirs:
            self._process = start(isolation, "nursery", self._scratch, theirs)

    def fork(self) -> Worker:
        """Return a new worker; OSError where none comes."""
        if not self._ready:
            os.close(self._answer(STARTS_WITHIN)[1])
            self._ready = True
        if self.isolation == "bubblewrap":
            inside = Inside(*self._order("/tmp", 4))
            return Worker(inside, self.isolation, None, lambda _: self._end(inside), inside.seen_as())
        scratch = Scratch()
        try:
            with process.lock:  # until it is known as ours, it looks like what some worker left behind
                child = Child(*self._order(scratch.path, 3))
                process.ours.add(child.pid)
        except OSError:
            scratch.remove()
            raise
        return Worker(child, self.isolation, scratch, pid=child.pid)

    def close(self) -> str:
        """End it, and what is in its sandbox; return what it said of its own accord."""
        self._orders.close()
        process.kill_tree(self._process)
        self._scratch.remove()
        stderr = self._process.stderr
        assert stderr is not None
        with stderr:
            os.set_blocking(stderr.fileno(), False)
            return (stderr.read() or b"").decode("utf-8", "backslashreplace").strip()[-500:]

    def _order(self, folder: str, count: int) -> tuple[int, int, list[int]]:
        """Have a worker forked; return its id, a pidfd, and our ends of its streams."""
        pipes = [os.pipe() for _ in range(count)]
        ours = [pipes[0][1], *(read for read, _ in pipes[1:])]
        theirs = [pipes[0][0], *(write for _, write in pipes[1:])]
        try:
            socket.send_fds(self._orders, [os.fsencode(folder)], theirs)
            return *self._answer(FORKS_WITHIN), ours
        except OSError:
            _close(ours)
            raise
        finally:
            _close(theirs)

    def _answer(self, seconds: float) -> tuple[int, int]:
        self._orders.settimeout(seconds)
        said, handles, _, _ = socket.recv_fds(self._orders, 4096, 1)
        if not said:
            raise OSError("the process that forks workers has ended")
        if not handles:
            raise OSError(said.decode("utf-8", "backslashreplace"))
        return int(said), handles[0]

    def _end(self, inside: "Inside") -> int:
        try:
            inside.kill()
            return inside.wait(DIES_WITHIN)
        except subprocess.TimeoutExpired:
            self.spoilt = True
        except GraderFault:  # its sandbox is gone, and it with it
            pass
        return -signal.SIGKILL


def _close(numbers: list[int]) -> None:
    for number in numbers:
        os.close(number)


class Forked:
    """A process that we did not start ourselves, as `subprocess.Popen` shows its own."""

    def __init__(self, pid: int, handle: int, streams: list[int]) -> None:
        self.pid = pid
        self.stdin: IO[bytes] = os.fdopen(streams[0], "wb")
        self.stdout: IO[bytes] = os.fdopen(streams[1], "rb")
        self.stderr: IO[bytes] = os.fdopen(streams[2], "rb")
        self._handle = handle
        self._ends = handle  # what can be read once it has ended
        self._code: int | None = None
        self._lock = threading.Lock()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code, negative for a signal."""
        with self._lock:
            if self._code is None:
                if not select.select([self._ends], [], [], timeout)[0]:
                    raise subprocess.TimeoutExpired(f"worker {self.pid}", timeout or 0.0)
                self._code = -signal.SIGKILL  # also where nobody is left to say how it ended
                try:
                    self._code = os.waitstatus_to_exitcode(self._status())
                finally:
                    _close(list({self._handle, self._ends}))
            return self._code

    def kill(self) -> None:
        """SIGKILL, unless it has been waited for."""
        with self._lock:
            if self._code is None:
                with suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def _status(self) -> int:
        raise NotImplementedError


class Child(Forked):
    """A child of ours, forked by another."""

    def _status(self) -> int:
        return os.waitpid(self.pid, 0)[1]


class Inside(Forked):
    """The first process of namespaces in a sandbox: its end is theirs; its parent there says how it ended."""

    def __init__(self, pid: int, handle: int, streams: list[int]) -> None:
        super().__init__(pid, handle, streams)
        self._ends = streams[3]

    def seen_as(self) -> int:
        """Its id among our processes; `pid` is the one in its sandbox."""
        about = Path(f"/proc/self/fdinfo/{self._handle}").read_text()
        return next(int(line.split()[1]) for line in about.splitlines() if line.startswith("Pid:"))

    def _status(self) -> int:
        said = os.read(self._ends, 20)
        if not said:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            raise GraderFault(f"the sandbox of worker {self.pid} has ended under it")
        return int(said)
