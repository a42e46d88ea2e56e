"""Judges mutants as `grader.checking` judges submissions, without starting a worker for each.

A mutant is our own code with one slip in it, so it may run where the grader runs; only that makes thousands of them
affordable. The battery, the programs, the judge and the exercise's own checks are the real ones. One process judges
many mutants; it is ended when one hangs, and another takes its place.
"""

import multiprocessing
import traceback
import types
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np

from grader import battery as batteries
from grader.battery import Battery
from grader.checking import Checker
from grader.collect import Host, collect
from grader.course import Course, Exercise
from grader.isolation import Limits
from grader.outcome import Outcome
from grader.plan import Plan
from grader.session import Session
from grader.submission import Submission
from grader.worker import frames, program


@dataclass(frozen=True)
class Judged:
    """What the checks say of one mutant: the red ones; or what became of its process; or a fault of the grader."""

    status: str
    red: tuple[str, ...] = ()
    fault: str = ""

    @property
    def caught(self) -> bool:
        """Whether it would not have passed."""
        return self.status not in ("passed", "fault")


class InProcess(Session):
    """A session whose worker is this process: what it sends is answered on the spot."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.printed = bytearray()
        self.peak = 0
        self._runner = program.Runner({}, "")
        self._answers: deque[Iterator[tuple[dict[str, Any], bytes]]] = deque([iter([({"ready": True}, b"")])])

    def send(self, frame: bytes) -> None:
        """Take requests; they are carried out when their answers are asked for."""
        stream = BytesIO(frame)
        while (request := frames.unpack(stream.read)) is not None:
            self._answers.append(self._load(request[0]) if request[0]["do"] == "load" else self._run(*request))

    def close(self) -> int:
        """There is nothing to end."""
        return 0

    def _next(self) -> tuple[dict[str, Any], bytes]:
        while True:
            for answer in self._answers[0]:
                return answer
            self._answers.popleft()

    def _load(self, header: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bytes]]:
        module = types.ModuleType("mutant")
        self._runner = program.Runner({}, header["file"])
        fault = None
        try:
            exec(compile("\n".join(header["cells"]), header["file"], "exec", dont_inherit=True), vars(module))
        except Exception as error:
            fault = program.describe(error, header["file"])
        for name in header["functions"]:
            if callable(found := getattr(module, name, None)):
                setattr(module, name, program.counted(found, name, self._runner.calls))
                self._runner.functions[name] = found
        yield {"loaded": sorted(self._runner.functions), "fault": fault}, b""

    def _run(self, header: dict[str, Any], payload: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
        for case in header["cases"]:
            for step, (report, data) in enumerate(self._runner.run(case["steps"], payload)):
                yield {"case": case["id"], "step": step, **report}, data
        yield {"done": len(header["cases"]), "peak": 0}, b""


class Here(Host):
    """Where a mutant runs: in this process."""

    def begin(self, plan: Plan, seconds: float, request: bytes = b"") -> Session:
        """Load the mutant afresh."""
        self.session = InProcess(self.limits)
        self.session.begin(self.submission, {name: [name] for name in plan.functions}, request)
        return self.session


class Judge(Checker):
    """The grader's own way from answers to an outcome."""

    def __init__(self, submission: Submission) -> None:
        self.host = Here(submission, "process", Limits())

    def outcome(self, exercise: Exercise, battery: Battery) -> Outcome:
        """Judge one mutant on a battery that is at hand."""
        np.random.seed(0)  # noqa: NPY002  else what one mutant leaves there reaches the next
        return self._judge(exercise, battery, collect(battery, self.host), False).outcome


def judge(exercise: Exercise, battery: Battery, source: str) -> Judged:
    """Judge one mutant in this process."""
    try:
        outcome = Judge(Submission(f"{exercise.name}.py", [source])).outcome(exercise, battery)
    except Exception:
        return Judged("fault", fault=traceback.format_exc())
    return Judged(outcome.status, tuple(check.id for check in outcome.failing))


class Pool:
    """Processes that judge; each is watched by a thread."""

    def __init__(self, jobs: int, deadline: float) -> None:
        self._deadline = deadline
        self._threads = ThreadPoolExecutor(jobs)
        self._processes: SimpleQueue[_Process] = SimpleQueue()
        for _ in range(jobs):
            self._processes.put(_Process())

    def judge(self, exercise: Exercise, seed: int, sources: Iterable[str]) -> Iterator[Judged]:
        """Judge mutants side by side; yield what was found in their order."""
        task = (str(exercise.course.root), exercise.name, seed)
        return self._threads.map(lambda source: self._one((*task, source)), sources)

    def close(self) -> None:
        """End the processes."""
        self._threads.shutdown()
        while not self._processes.empty():
            self._processes.get().end()

    def _one(self, task: tuple[str, str, int, str]) -> Judged:
        process = self._processes.get()
        try:
            found = process.ask(task, self._deadline)
            if found.status in ("hangs", "ended"):
                process.end()
                process = _Process()
            return found
        finally:
            self._processes.put(process)


class _Process:
    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def ask(self, task: tuple[str, str, int, str], deadline: float) -> Judged:
        self.connection.send(task)
        if not self.connection.poll(deadline):
            return Judged("hangs")
        try:
            found: Judged = self.connection.recv()
        except EOFError:
            return Judged("ended")
        return found

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def serve(connection: Connection) -> None:
    """Judge whatever comes until the other end is closed."""
    warnings.simplefilter("ignore")
    _bound_memory(Limits().memory)
    known: dict[tuple[str, str, int], tuple[Exercise, Battery]] = {}
    while True:
        try:
            root, name, seed, source = connection.recv()
        except EOFError:
            return
        if (root, name, seed) not in known:
            exercise = Course(Path(root)).find(name)
            known = {(root, name, seed): (exercise, batteries.get(exercise, seed))}
        connection.send(judge(*known[root, name, seed], source))


def _bound_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


