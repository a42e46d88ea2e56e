"""Talks to one worker: sends requests, reads reports under a total deadline, and ends it when anything is odd."""

import os
import queue
import select
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from grader.errors import GraderFault
from grader.isolation import Limits, Worker
from grader.submission import Submission
from grader.worker import frames

if TYPE_CHECKING:
    from grader.worker.reports import Report

MAX_PRINTED = 64 << 10
#: What may come back of one request: in all, and as headers (JSON grows twentyfold when it is parsed).
MAX_REPORTS = 256 << 20
MAX_HEADERS = 16 << 20
#: What is read ahead at most: all of that, and a last frame that is too much.
ENOUGH = MAX_REPORTS + frames.MAX_HEADER + frames.MAX_PAYLOAD
CHUNK = 1 << 16
#: Until a worker is ready no code of the submission has run, so this time is ours.
STARTS_WITHIN = 30.0
#: A process that closes its end of the pipe by ending is gone this soon after.
ENDS_WITHIN = 2.0


@dataclass
class Loaded:
    """What came of executing the submission: the functions found, and what it raised, if anything."""

    functions: list[str]
    fault: dict[str, Any] | None


class Gone(Exception):
    """The worker is gone, or must go: why, in the words of `kind_of_fault`."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass
class Session:
    """One worker with one submission in it."""

    worker: Worker
    limits: Limits
    printed: bytearray = field(default_factory=bytearray)
    peak: int = 0
    killed: bool = False  # it was ended by SIGKILL, which was not ours

    def __post_init__(self) -> None:
        stdout, stderr = self.worker.process.stdout, self.worker.process.stderr
        assert stdout is not None
        assert stderr is not None
        self._reports = source(stdout)
        self._unread = memoryview(b"")
        self._deadline = time.monotonic() + self.limits.wall_s
        self._asked: dict[str, list[str]] = {}
        self._taken = self._payloads = 0
        threading.Thread(target=self._drain, args=(stderr,), daemon=True).start()

    def begin(self, submission: Submission, functions: dict[str, list[str]], driver: str, request: bytes) -> None:
        """Have the worker execute the submission, look for functions under any of their names, and go on at once."""
        self.worker.bound(self.limits.memory)
        limits = {"memory": self.limits.memory, "file": self.limits.file, "cpu_s": int(10 * self.limits.wall_s) + 1}
        load = {"do": "load", "file": submission.name, "cells": submission.cells, "functions": functions}
        load |= {"limits": limits, "driver": driver}
        self._asked = functions
        self.send(frames.pack(load) + request)

    def loaded(self) -> Loaded:
        """Wait for what came of `begin`; GraderFault where the worker itself did not start."""
        self._wait_until_ready()
        header, _ = self._next()
        found, fault = header.get("loaded"), header.get("fault")
        if not isinstance(found, list) or not (fault is None or isinstance(fault, dict)):
            raise Gone("tampered", "it sent something else than the worker sends")
        names = [name for name in found if isinstance(name, str) and name in self._asked]
        return Loaded(names, None if fault is None else clean_fault(fault))

    def _wait_until_ready(self) -> None:
        """No code of the submission has run yet: whatever goes wrong here is our fault."""
        left = self._deadline - time.monotonic()
        self.extend(max(left, STARTS_WITHIN))
        try:
            header, _ = self._next()
        except Gone as gone:
            said = bytes(self.printed[-500:]).decode("utf-8", "backslashreplace").strip()
            raise GraderFault(f"the worker did not start ({self.worker.isolation}): {gone.message}. {said}") from None
        if header.get("ready") is not True:
            raise GraderFault(f"the worker started with {str(header)[:80]!r}")
        self.extend(left)

    def run(self, request: bytes, programs: list[tuple[int, int]]) -> Iterator[tuple[int, int, "Report"]]:
        """Run cases; yield case, step and decoded report. `programs` are (id, number of steps), in order."""
        self.send(request)
        yield from self.reports(programs)

    def reports(
        self, programs: list[tuple[int, int]], reference: "Callable[[int, int], Report] | None" = None
    ) -> Iterator[tuple[int, int, "Report"]]:
        """Yield the reports of a request that was sent with `begin`.

        One that is laid out as the reference's needs no decoding to be believed.
        """
        for case, steps in programs:
            for step in range(steps):
                header, data = self._next()
                if header.get("case") != case or header.get("step") != step:
                    raise Gone("tampered", "it sent reports out of order")
                yield case, step, self._checked(header, data, reference and reference(case, step))
        header, _ = self._next()
        if header.get("done") != len(programs):
            raise Gone("tampered", "it sent more than it was asked for")
        peak = header.get("peak")
        self.peak = max(self.peak, peak) if isinstance(peak, int) else self.peak

    def extend(self, seconds: float) -> None:
        """Set the deadline anew: `seconds` from now."""
        self._deadline = time.monotonic() + seconds

    def send(self, frame: bytes) -> None:
        """Write a request without waiting for it to be read."""
        self._taken = self._payloads = 0
        threading.Thread(target=self._write, args=(frame,), daemon=True).start()

    def close(self) -> int:
        """End the worker and everything that it started."""
        return self.worker.kill()

    def _checked(self, header: dict[str, Any], data: bytes, reference: "Report | None") -> "Report":
        """Take from a report what reports hold, and nothing that we do not know: it was skipped, a fault or a value."""
        from grader.worker.reports import Report  # NumPy: the request leaves before it is imported

        taken: dict[str, Any]
        if header.get("skipped") is True:
            taken = {"skipped": True}
        elif isinstance(header.get("fault"), dict):
            taken = {"fault": clean_fault(header["fault"])}
        elif "value" in header and isinstance(header.get("after"), list):
            taken = {"value": header["value"], "after": header["after"]}
        else:
            raise Gone("tampered", "it sent a report without a value")
        mutated, calls, warned = header.get("mutated"), header.get("calls"), header.get("warned")
        taken["mutated"] = [i for i in mutated if isinstance(i, int)] if isinstance(mutated, list) else []
        taken["reached"] = header.get("reached") is True
        taken["calls"] = {k: v for k, v in calls.items() if isinstance(v, int)} if isinstance(calls, dict) else {}
        taken["warned"] = [_text(w, 300) for w in warned[:5]] if isinstance(warned, list) else []
        report = Report(taken, data)
        if reference is not None and report.answered and report.laid_out_as(reference):
            taken["value"], taken["after"] = reference.layout  # equal, and not hostile: here True is not 1
            return report
        try:
            report.decode()
        except frames.Refused as refused:
            raise Gone("tampered", f"it sent {refused}") from None
        return report

    def _next(self) -> tuple[dict[str, Any], bytes]:
        try:
            frame = frames.unpack(self._take)
            self._payloads += len(frame[1]) if frame is not None else 0
            if self._taken > MAX_REPORTS or self._taken - self._payloads > MAX_HEADERS:
                raise frames.Refused(f"{self._taken >> 20} MiB")
        except frames.Refused as refused:
            raise Gone("tampered", f"it sent {refused}") from None
        if frame is None:
            raise self._ended()
        header, data = frame
        if not isinstance(header, dict):
            raise Gone("tampered", "it sent something else than the worker sends")
        return header, data

    def _take(self, size: int) -> memoryview:
        """Return up to so many bytes of what came, in the time that is left; none at its end."""
        if not self._unread:
            try:
                self._unread = memoryview(self._reports(max(self._deadline - time.monotonic(), 0.001)))
            except TimeoutError:
                raise Gone("timeout", f"it had not finished after {self.limits.wall_s:g} s") from None
        taken, self._unread = self._unread[:size], self._unread[size:]
        self._taken += len(taken)
        return taken

    def _ended(self) -> Gone:
        """Say how a worker ended that was not asked to."""
        try:
            code = self.worker.process.wait(timeout=ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            return Gone("tampered", "it closed the channel on which results travel")
        names = {-9: "SIGKILL", -11: "SIGSEGV", -6: "SIGABRT", -7: "SIGBUS", -8: "SIGFPE", -4: "SIGILL", -24: "SIGXCPU"}
        names |= {128 - number: name for number, name in names.items()}
        if self.worker.ran_out_of_memory():
            return Gone("memory", f"it used more than {self.limits.memory >> 20} MiB of memory")
        if code in (-31, 128 + 31):  # SIGSYS
            return Gone("forbidden", "it made a system call of another processor's")
        self.killed = names.get(code) == "SIGKILL"
        if names.get(code) == "SIGXCPU":
            return Gone("timeout", "it used up its CPU time")
        if code in names:
            return Gone("raised", f"the interpreter was ended by {names[code]}")
        return Gone("forbidden", f"it ended the Python process itself, with exit code {code}")

    def _drain(self, stderr: IO[bytes]) -> None:
        try:
            while chunk := stderr.read1(CHUNK):  # type: ignore[attr-defined]
                self.printed += chunk[: MAX_PRINTED - len(self.printed)]
        except (OSError, ValueError):
            return

    def _write(self, frame: bytes) -> None:
        stream = self.worker.process.stdin
        assert stream is not None
        try:
            stream.write(frame)
            stream.flush()
        except (OSError, ValueError):
            return


def source(stream: IO[bytes]) -> Callable[[float], bytes]:
    """How to read what comes next, waiting so many seconds for it: nothing at its end, else TimeoutError."""
    if not hasattr(select, "poll"):  # Windows waits for sockets only
        return _ahead(stream)
    number = stream.fileno()
    waiting = select.poll()
    waiting.register(number, select.POLLIN)

    def read(seconds: float) -> bytes:
        if not waiting.poll(1000 * seconds):
            raise TimeoutError
        try:
            return os.read(number, CHUNK)
        except OSError:
            return b""

    return read


def _ahead(stream: IO[bytes]) -> Callable[[float], bytes]:
    """The same by a thread that reads ahead, though not without an end."""
    came: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def run() -> None:
        received = 0
        try:
            while received <= ENOUGH and (chunk := stream.read1(CHUNK)):  # type: ignore[attr-defined]
                received += len(chunk)
                came.put(chunk)
        except (OSError, ValueError):
            pass
        came.put(b"")

    def read(seconds: float) -> bytes:
        try:
            return came.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None

    threading.Thread(target=run, daemon=True).start()
    return read


def clean_fault(fault: dict[str, Any]) -> dict[str, Any]:
    """Take a fault from the wire: short text and numbers, whatever was sent."""
    frames = fault.get("frames")
    return {
        "type": _text(fault.get("type"), 80) or "error",
        "message": _text(fault.get("message"), 500),
        "name": _text(fault.get("name"), 80),
        "frames": [
            [frame[0], frame[1], _text(frame[2], 80), _text(frame[3], 200)]
            for frame in (frames if isinstance(frames, list) else [])[:8]
            if isinstance(frame, list) and len(frame) == 4 and type(frame[0]) is type(frame[1]) is int
        ],
    }


def _text(value: Any, limit: int) -> str:
    return frames.plain(value[:limit]) if isinstance(value, str) else ""
