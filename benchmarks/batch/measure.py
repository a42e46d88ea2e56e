"""Runs a grader over a class: time, the first result, memory of the whole tree; and checks what it found."""

import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.batch.handed_in import HandedIn, a_class
from benchmarks.batch.rivals import Rival


@dataclass
class Run:
    """What one run took."""

    submissions: int
    seconds: float
    first: float | None = None  # seconds until the first result
    largest: float = 0  # MiB, resident, of the largest process
    tree: float = 0  # MiB of all processes, what they share counted once
    processes: int = 0  # at a time, at most
    named: tuple[int, int] | None = None

    @property
    def rate(self) -> float:
        """Submissions per second."""
        return self.submissions / self.seconds


def run(rival: Rival, size: int, *, memory: bool = False) -> Run:
    """Let a grader grade a class of that size, and make sure that it told right from wrong."""
    handed = a_class(size)
    with tempfile.TemporaryDirectory(prefix="dlgrade-benchmark-") as folder:
        work = Path(folder)
        environment = rival.environment(work)
        commands = rival.prepare(work, handed)
        first = getattr(rival, "first_result", None)
        done, codes, log = Run(size, 0), [], work / "log"
        started = time.perf_counter()
        with log.open("wb") as output:
            for command in commands:
                process = subprocess.Popen(
                    command.words,
                    cwd=command.folder,
                    env=environment | command.also,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                )
                _watch(process, done, started, (lambda: first(work)) if first else None, memory)
                codes.append(process.returncode)
        done.seconds = time.perf_counter() - started
        _agrees(rival, work, handed, codes)
        diagnosed = getattr(rival, "diagnosed", None)
        done.named = diagnosed(work) if diagnosed else None
    return done


def _watch(
    process: subprocess.Popen[bytes], done: Run, started: float, first: Callable[[], bool] | None, memory: bool
) -> None:
    """Wait for the end of a process, looking now and then at what it has written and what it holds."""
    while process.poll() is None:
        if first is not None and done.first is None and first():
            done.first = time.perf_counter() - started
        if memory:
            _weigh(process.pid, done)
        if memory or (first is not None and done.first is None):
            time.sleep(0.01)
        else:
            process.wait()


def _weigh(root: int, done: Run) -> None:
    resident, share = [], []
    for pid in _tree(root):
        try:
            rows = dict(line.split(":") for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
        except (OSError, ValueError):
            continue  # it has ended, or belongs to nobody any more
        resident.append(int(rows["Rss"].split()[0]) / 1024)
        share.append(int(rows["Pss"].split()[0]) / 1024)
    done.largest = max(done.largest, *resident, 0)
    done.tree = max(done.tree, sum(share))
    done.processes = max(done.processes, len(share))


def _tree(root: int) -> Iterable[int]:
    """Yield a process and all that descend from it."""
    yield root
    for children in Path(f"/proc/{root}/task").glob("*/children"):
        try:
            pids = children.read_text().split()
        except OSError:
            continue
        for pid in pids:
            yield from _tree(int(pid))


def _agrees(rival: Rival, work: Path, handed: list[HandedIn], codes: list[int]) -> None:
    """A benchmark of graders that do not tell right from wrong would be worth nothing."""
    try:
        passed = rival.passed(work, handed, codes)
    except (AssertionError, OSError, KeyError) as error:
        said = (work / "log").read_text("utf-8", "replace")[-2000:]
        raise SystemExit(f"{rival.name}: {error}\n{said}") from error
    mistaken = [one.student for one in handed if one.right != (one.student in passed)]
    if mistaken:
        raise SystemExit(f"{rival.name} judges {mistaken} otherwise than they are.")


def spread(values: list[float], digits: int = 1) -> str:
    """Write the median, and the smallest and largest."""
    low, high = min(values), max(values)
    return f"{statistics.median(values):.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"
