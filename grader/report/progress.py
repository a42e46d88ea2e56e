"""How far a batch is: a bar in a terminal, a line now and then elsewhere."""

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader.batch.job import Task
from grader.batch.model import Fault, Result
from grader.outcome import head

#: Seconds between two lines where there is no terminal.
EVERY_S = 10.0


class Live:
    """Counts what was graded and shows it."""

    def __init__(self, out: Console, total: int) -> None:
        self._out = out
        self._total = total
        self._started = self._said = time.monotonic()
        self.graded = self.failing = self.ungraded = 0
        self._bar = Progress(
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[said]}"),
            console=out,
            transient=True,
        )
        self._row = self._bar.add_task("", total=total, rate="", said="")

    def __enter__(self) -> "Live":
        if self._out.is_terminal:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        if self._out.is_terminal:
            self._bar.stop()

    def seen(self, task: Task, answers: list[Result | Fault]) -> None:
        """Count a submission."""
        self.graded += 1
        self.ungraded += any(isinstance(answer, Fault) for answer in answers)
        outcomes = [answer.outcome for answer in answers if isinstance(answer, Result)]
        self.failing += any(head(outcome).status != "passed" for outcome in outcomes)
        if self._out.is_terminal:
            self._bar.update(self._row, completed=self.graded, rate=self._rate(), said=self._counts())
        elif time.monotonic() - self._said > EVERY_S or self.graded == self._total:
            self._said = time.monotonic()
            self._out.print(f"graded {self.graded} of {self._total}: {self._counts()}, {self._rate()}{self._left()}")

    def _counts(self) -> str:
        return f"{self.failing} with something to mend" + (f", {self.ungraded} ungraded" if self.ungraded else "")

    def _rate(self) -> str:
        return f"{self.graded / max(time.monotonic() - self._started, 1e-3):.1f}/s"

    def _left(self) -> str:
        seconds = (self._total - self.graded) * (time.monotonic() - self._started) / self.graded
        return f", {seconds:.0f} s left" if seconds >= 1 else ""
