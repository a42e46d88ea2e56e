"""One of the processes that grade: the batteries in use, a warm sandbox, one submission after another."""

import ctypes
import multiprocessing
import signal
import sys
import time
import traceback
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from grader import battery as batteries
from grader.batch import pages
from grader.batch.model import Entry, Fault, Result
from grader.battery import Battery
from grader.checking import Checked, Checker
from grader.course import Course
from grader.errors import GraderFault, InputError
from grader.isolation import Launch, Limits
from grader.isolation.nursery import nursery
from grader.outcome import Outcome, to_json
from grader.report import html
from grader.session import Gone
from grader.submission import Submission

#: How often an exercise of a submission is tried before it is left ungraded.
TRIES = 3
#: Batteries held in memory: each takes a few megabytes.
HELD = 16

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Settings:
    """What is the same for every submission of a batch."""

    course: Course
    isolation: str  # as `choose` named it
    limits: Limits
    budget_s: float  # for all exercises of one submission
    seed: int


@dataclass(frozen=True)
class Piece:
    """One exercise of a submission: what to grade, or what came of it before."""

    entry: Entry
    submission: Submission | None
    problem: str = ""  # why there is no submission
    done: bytes | None = None  # its outcome, where it was graded before


@dataclass(frozen=True)
class Task:
    """One submission, and where its page goes."""

    title: str
    page: Path | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Unwritten:
    """The page could not be written: the disk is full, or the folder is gone."""

    reason: str


Answer = Result | Fault | Unwritten | None


def work(connection: "Connection[Answer, Task | None]", settings: Settings) -> None:
    """Grade what comes until nothing more does; None after the answers of each task."""
    _end_with_the_batch()
    with Grader(settings) as grader, suppress(EOFError, ConnectionError):  # the batch has ended
        while (task := connection.recv()) is not None:
            for answer in grader.grade(task):
                connection.send(answer)
            connection.send(None)


def _end_with_the_batch() -> None:
    """Where the coordinator dies, so do we."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    parent = multiprocessing.parent_process()
    if parent is not None and not parent.is_alive():  # it died before we asked to be told
        sys.exit(1)


class Grader:
    """Grades submissions; whatever goes wrong that is not the submission's doing is tried again, then a Fault."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._batteries: OrderedDict[str, Battery] = OrderedDict()
        self._opened = ExitStack()
        self._launch: Launch | None = None

    def __enter__(self) -> "Grader":
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def grade(self, task: Task) -> Iterator[Answer]:
        """Yield what came of each exercise that was not graded before; then write the page."""
        parts, made, ends = [], [], time.monotonic() + self.settings.budget_s
        for piece in task.pieces:
            outcome = piece.done
            if outcome is None:
                answer = self._tried(piece, ends)
                yield answer
                if isinstance(answer, Fault):
                    continue
                outcome = answer.outcome
            exercise = self.settings.course.find(piece.entry.exercise)
            parts.append(html.Part(msgspec.json.decode(outcome, type=Outcome), piece.submission, exercise))
            made.append((piece.entry, outcome))
        if task.page is not None and parts:
            try:
                pages.write(task.page, html.render(parts, task.title), pages.stamp(task.title, made))
            except OSError as error:
                yield Unwritten(f"{task.page}: {error.strerror or error}")

    def _tried(self, piece: Piece, ends: float) -> Result | Fault:
        reason = ""
        for again in range(TRIES):
            started = time.monotonic()
            try:
                checked = self._checked(piece, ends - started)
                if checked.killed and not again:  # by itself, or for want of memory: only the former happens twice
                    continue
                outcome = msgspec.json.encode(to_json(checked.outcome))
                elapsed = time.monotonic() - started
                return Result(piece.entry, outcome, checked.printed, elapsed, checked.peak_kib)
            except (GraderFault, InputError, OSError) as fault:
                reason = str(fault)
            except Exception as error:
                place = traceback.extract_tb(error.__traceback__)[-1]
                reason = f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
            self._opened.close()  # whatever it was, the next try begins with a fresh sandbox
            self._launch = None
        return Fault(piece.entry, reason)

    def _checked(self, piece: Piece, left: float) -> Checked:
        exercise, seed = self.settings.course.find(piece.entry.exercise), self.settings.seed
        battery = self._battery(piece.entry.exercise)
        if piece.submission is None:
            nothing = not piece.problem
            why = Gone("not_implemented" if nothing else "raised", piece.problem or "it was not handed in")
            absent = Submission(f"{exercise.name}.py", [])
            return Checker(absent, isolation="process").refuse(exercise, why, seed, battery)
        checker = Checker(
            piece.submission,
            isolation=self.settings.isolation,
            limits=self.settings.limits,
            launch=self._sandbox(),
        )
        if left <= 0:
            why = Gone("timeout", f"all of this submission had taken {self.settings.budget_s:g} s before")
            return checker.refuse(exercise, why, seed, battery)
        return checker.check(exercise, seed, battery=battery)

    def _sandbox(self) -> Launch:
        if self._launch is None:
            self._launch = self._opened.enter_context(nursery(self.settings.isolation))
        return self._launch

    def _battery(self, name: str) -> Battery:
        if name not in self._batteries:
            self._batteries[name] = batteries.get(self.settings.course.find(name), self.settings.seed)
            while len(self._batteries) > HELD:
                self._batteries.popitem(last=False)
        self._batteries.move_to_end(name)
        return self._batteries[name]
