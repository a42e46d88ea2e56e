"""Hands submissions to processes that grade them; one that dies is replaced, and what it was at is tried again."""

import multiprocessing
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from grader.batch.job import TRIES, Answer, Settings, Task, Unwritten, work
from grader.batch.model import Entry, Fault, Result
from grader.errors import InputError

#: A process that says nothing for so many times the limit of an exercise, and so many seconds, hangs.
PATIENCE, MARGIN_S = 20, 60.0

_context = multiprocessing.get_context("spawn")


@dataclass
class Done:
    """What came of a task."""

    task: Task
    answers: list[Result | Fault]


@dataclass
class _Member:
    """A process that grades, and what it is at."""

    process: SpawnProcess
    connection: "Connection[Task | None, Answer]"
    task: Task | None = None
    answers: list[Result | Fault] = field(default_factory=list)
    heard: float = 0.0


class Pool:
    """So many processes that grade, while this is open."""

    def __init__(self, jobs: int, settings: Settings) -> None:
        self._settings = settings
        self._members = [self._start() for _ in range(jobs)]
        self._crashes: dict[Entry | Path, int] = {}

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        for member in self._members:
            member.connection.close()
            if member.task is not None:
                member.process.terminate()
        for member in self._members:
            member.process.join(5)
            member.process.kill()

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Grade all tasks and yield what came of each, as it comes."""
        waiting = iter(tasks)
        for member in self._members:
            self._give(member, next(waiting, None))
        while any(member.task for member in self._members):
            for member in self._ready():
                try:
                    answer = member.connection.recv()
                except (EOFError, OSError):  # at once, or in the middle of a message
                    self._replace(member)
                    continue
                member.heard = time.monotonic()
                if isinstance(answer, Unwritten):
                    raise InputError(f"{answer.reason}. What is graded is kept: mend it and run the same again.")
                if answer is not None:
                    member.answers.append(answer)
                    continue
                assert member.task is not None
                done = Done(member.task, member.answers)
                self._give(member, next(waiting, None))
                yield done

    def _start(self) -> _Member:
        ours, theirs = _context.Pipe()
        process = _context.Process(target=work, args=(theirs, self._settings), daemon=True)
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # which it keeps: Ctrl-C is not its business
        try:
            process.start()
        finally:
            signal.signal(signal.SIGINT, before)
        theirs.close()
        return _Member(process, ours)

    def _give(self, member: _Member, task: Task | None) -> None:
        member.task, member.answers, member.heard = task, [], time.monotonic()
        if task is not None:
            self._send(member, task)

    def _send(self, member: _Member, task: Task) -> None:
        try:
            member.connection.send(task)
        except OSError:
            return  # it has died, and is replaced when its end is read

    def _ready(self) -> list[_Member]:
        busy = {member.connection: member for member in self._members if member.task is not None}
        found = [busy[connection] for connection in wait(list(busy), timeout=1.0)]  # type: ignore[index]
        silence = PATIENCE * self._settings.limits.wall_s + MARGIN_S
        for member in busy.values():
            if member not in found and time.monotonic() - member.heard > silence:
                member.process.kill()
        return found

    def _replace(self, member: _Member) -> None:
        """Start another process, and have it go on where this one died."""
        member.process.kill()
        member.process.join()
        new = self._start()
        member.process, member.connection = new.process, new.connection
        member.heard = time.monotonic()
        assert member.task is not None
        known = {answer.entry for answer in member.answers}
        at = next((it.entry for it in member.task.pieces if it.done is None and it.entry not in known), None)
        if at is not None and self._died(at) >= TRIES:
            member.answers.append(Fault(at, f"the process that grades died {TRIES} times over it"))
        member.task = _rest(member.task, member.answers)
        if at is None and member.task.page is not None and self._died(member.task.page) >= TRIES:
            member.task = replace(member.task, page=None)
        self._send(member, member.task)

    def _died(self, over: Entry | Path) -> int:
        self._crashes[over] = self._crashes.get(over, 0) + 1
        return self._crashes[over]


def _rest(task: Task, answers: list[Result | Fault]) -> Task:
    """The same task with what came of it so far; what could not be graded is left out."""
    outcomes = {answer.entry: answer.outcome for answer in answers if isinstance(answer, Result)}
    faults = {answer.entry for answer in answers if isinstance(answer, Fault)}
    pieces = [replace(it, done=it.done or outcomes.get(it.entry)) for it in task.pieces if it.entry not in faults]
    return replace(task, pieces=tuple(pieces))
