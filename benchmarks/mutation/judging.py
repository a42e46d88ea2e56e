"""Judges mutants as `grader.checking` judges submissions, without starting a worker for each.

A mutant is our own code with one slip in it, so it may run where the grader runs; only that makes thousands of them
affordable. The battery, the programs, the judge and the exercise's own checks are the real ones. One process judges
many mutants; it is ended when one hangs, and another takes its place.
"""

import multiprocessing
import traceback
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

import msgspec
import numpy as np

from grader import battery as batteries
from grader.battery import Battery, Meta
from grader.checking import Checker
from grader.collect import Host, collect
from grader.course import Course, Exercise
from grader.isolation import Limits, Worker
from grader.outcome import Outcome
from grader.session import Session
from grader.submission import Submission
from grader.worker import cells, frames, program
from grader.worker.__main__ import load


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


#: There is no worker: nothing to bound, and nothing to end.
HERE = Worker(None, "process", None)  # type: ignore[arg-type]


class InProcess(Session):
    """A session whose worker is this process: what it sends is answered on the spot."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.worker = HERE
        self.printed = bytearray()
        self.peak = 0
        self._asked: dict[str, list[str]] = {}
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
        self._runner, fault = load(header, program, cells)
        yield {"loaded": sorted(self._runner.functions), "fault": fault}, b""

    def _run(self, header: dict[str, Any], payload: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
        for case in header["cases"]:
            for step, (report, data) in enumerate(self._runner.run(case["steps"], payload)):
                yield {"case": case["id"], "step": step, **report}, data
        yield {"done": len(header["cases"]), "peak": 0}, b""


class Here(Host):
    """Where a mutant runs: in this process."""

    def begin(self, *arguments: Any, **more: Any) -> Session:
        """Load the mutant afresh."""
        self.session = InProcess(self.limits)
        return super().begin(*arguments, **more)


class Judge(Checker):
    """The grader's own way from answers to an outcome."""

    def __init__(self, submission: Submission) -> None:
        self.host = Here(submission, "process", Limits())

    def outcome(self, exercise: Exercise, battery: Battery) -> Outcome:
        """Judge one mutant on a battery that is at hand."""
        np.random.seed(0)  # noqa: NPY002  else what one mutant leaves there reaches the next
        return self._judge(exercise, battery, collect(battery, self.host), False).outcome


def judge(exercise: Exercise, batteries: Iterable[Battery], source: str) -> Judged:
    """Judge one mutant in this process, on one battery after the other until one shows something."""
    judged = Judged("passed")
    for battery in batteries:
        try:
            outcome = Judge(Submission(f"{exercise.name}.py", [source])).outcome(exercise, battery)
        except Exception:
            return Judged("fault", fault=traceback.format_exc())
        judged = Judged(outcome.status, tuple(check.id for check in outcome.failing))
        if judged.caught:
            break
    return judged


def first_look(battery: Battery) -> Battery:
    """Every eighth case of a battery: most mutants need no more, and what is wrong on a few is wrong on all."""
    chosen = battery.cases[::8]
    cases = [msgspec.structs.replace(case, id=number) for number, case in enumerate(chosen)]
    programs = [{"id": number, "steps": battery.program(case.id)} for number, case in enumerate(chosen)]
    request = {**battery.request, "cases": programs}
    return Battery(Meta(battery.plan, battery.seed, cases), request, battery.inputs, battery._answers)


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
        self.connection.recv()  # it has imported what it needs

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
    bound_memory(Limits().memory)
    connection.send("ready")
    known: dict[tuple[str, str, int], tuple[Exercise, list[Battery]]] = {}
    while True:
        try:
            root, name, seed, source = connection.recv()
        except EOFError:
            return
        if (root, name, seed) not in known:
            exercise = Course(Path(root)).find(name)
            battery = batteries.get(exercise, seed)
            known = {(root, name, seed): (exercise, [first_look(battery), battery])}
        connection.send(judge(*known[root, name, seed], source))


def bound_memory(size: int) -> None:
    """Keep this process from taking the machine's memory."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
