"""What a sandbox costs: a fork of a warm one against a fresh one, around the same check."""

import statistics
import time
from collections.abc import Callable

from benchmarks.batch.handed_in import EXERCISE, a_class
from benchmarks.batch.measure import spread
from grader import battery as batteries
from grader.checking import Checker
from grader.isolation import Launch, choose, launch
from grader.isolation.nursery import nursery
from grader.submission import Submission


def _timed(check: Callable[[], object]) -> float:
    started = time.perf_counter()
    check()
    return 1000 * (time.perf_counter() - started)


def table(times: int = 30) -> list[str]:
    """Return the rows: milliseconds for a correct submission, everything included."""
    level = choose("auto")
    battery = batteries.get(EXERCISE, 0)
    source = a_class(1)[0].source

    def check(how: Launch) -> Callable[[], object]:
        submission = Submission("lstm.py", [source])
        return lambda: Checker(submission, isolation=level, launch=how).check(EXERCISE, battery=battery)

    with nursery(level) as warm:
        for how in (warm, launch):
            check(how)()
        pairs = [(_timed(check(warm)), _timed(check(launch))) for _ in range(times)]
    saved = statistics.median(fresh - fork for fork, fresh in pairs)
    return [
        f"| {level}: fork of a warm one | {spread([fork for fork, _ in pairs])} |",
        f"| {level}: fresh | {spread([fresh for _, fresh in pairs])} |",
        f"| saved by the fork, median of pairs | {saved:.1f} |",
    ]
