"""`python -m benchmarks.batch`: submissions per second beside other graders; memory, first result, jobs, sandboxes.

Every pair is taken side by side (theirs, ours, theirs, ours, ...), so that a machine that slows down slows both. What
each one found is checked after every run. Prints Markdown; nothing is installed outside --cache.
"""

import argparse
import os
import platform
from pathlib import Path

import numpy as np
import platformdirs

from benchmarks.batch import sandboxes
from benchmarks.batch.handed_in import EXERCISE, a_class, mistakes
from benchmarks.batch.measure import Run, run, spread
from benchmarks.batch.ours import Dlgrade
from benchmarks.batch.rivals import RIVALS, Missing, Rival
from grader import battery

PARTS = ("rivals", "jobs", "memory", "sandboxes")


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="pairs of each comparison [3]")
    parser.add_argument("--theirs", type=int, default=30, help="submissions given to each of the others [30]")
    parser.add_argument("--ours", type=int, default=300, help="submissions given to dlgrade [300]")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10, 100, 1000], help="classes weighed [10 100 1000]")
    parser.add_argument("--only", choices=PARTS, nargs="*", default=PARTS, help="parts to run [all]")
    parser.add_argument("--rival", nargs="*", default=[], help="parts of the names of the rivals to run [all]")
    default = Path(platformdirs.user_cache_dir("dlgrade-benchmarks"))
    parser.add_argument("--cache", type=Path, default=default, help=f"the others' virtual environments [{default}]")
    return parser.parse_args()


def rivals(wanted: list[str], cache: Path, cases: int) -> list[Rival]:
    """Return those that can be had here; the others are named with the reason."""
    found = []
    for kind in RIVALS:
        if wanted and not any(word in kind.name for word in wanted):
            continue
        try:
            found.append(kind(cache, cases))
        except (Missing, OSError) as missing:
            print(f"\nleft out: {kind.name}: {missing}", flush=True)
    return found


def beside(others: list[Rival], ours: Dlgrade, given: argparse.Namespace) -> None:
    """Print submissions per second, and ratios taken pair by pair."""
    if not others:
        return
    print(
        f"\nSubmissions per second, {given.rounds} pairs (median, smallest to largest): "
        f"{given.theirs} submissions for the others, {given.ours} for dlgrade with {ours.jobs} jobs\n"
    )
    print(
        "| | version | seconds each | per second | dlgrade beside it | ratio |\n|---|---|---|---|---|---|", flush=True
    )
    pairs: dict[str, list[tuple[Run, Run]]] = {}
    for _ in range(given.rounds):
        for other in others:
            pairs.setdefault(other.name, []).append((run(other, given.theirs), run(ours, given.ours)))
    for other in others:
        theirs, mine = zip(*pairs[other.name], strict=True)
        ratios = [own.rate / their.rate for their, own in pairs[other.name]]
        print(
            f"| {other.name} | {other.version()} | {spread([1 / one.rate for one in theirs], 2)} "
            f"| {spread([one.rate for one in theirs], 2)} | {spread([one.rate for one in mine])} | {spread(ratios)} |"
        )
    first = [own.first for pair in pairs.values() for _, own in pair if own.first is not None]
    named = {own.named for pair in pairs.values() for _, own in pair if own.named}
    print(f"\ndlgrade: first result after {spread(first, 2)} s; of those not passed, diagnosed: ", end="")
    print(", ".join(f"{some} of {all_}" for some, all_ in sorted(named)), flush=True)


def jobs(cache: Path, cases: int, given: argparse.Namespace) -> None:
    """Print what a second job brings."""
    one, two = Dlgrade(cache, cases, jobs=1), Dlgrade(cache, cases, jobs=2)
    pairs = [(run(one, given.ours), run(two, given.ours)) for _ in range(given.rounds)]
    print(f"\nJobs, {given.ours} submissions\n\n| jobs | per second | first result, s |\n|---|---|---|")
    for name, runs in zip("12", zip(*pairs, strict=True), strict=True):
        first = spread([it.first for it in runs if it.first is not None], 2)
        print(f"| {name} | {spread([it.rate for it in runs])} | {first} |")
    print(f"| ratio | {spread([b.rate / a.rate for a, b in pairs], 2)} | |", flush=True)


def memory(ours: Dlgrade, sizes: list[int]) -> None:
    """Print what is held at most, by the size of the class."""
    print(f"\nMemory, {ours.jobs} jobs, looked at every 10 ms\n")
    print("| submissions | largest process, MiB | whole tree, MiB | processes | seconds |\n|---|---|---|---|---|")
    for size in sizes:
        done = run(ours, size, memory=True)
        print(f"| {size} | {done.largest:.0f} | {done.tree:.0f} | {done.processes} | {done.seconds:.1f} |", flush=True)


def main() -> None:
    """Print all tables."""
    given = options()
    given.cache.mkdir(parents=True, exist_ok=True)
    cases = len(battery.get(EXERCISE, 0).cases)
    right = sum(one.right for one in a_class(given.ours))
    print(
        f"{EXERCISE.name}, {cases} cases; {right} of {given.ours} submissions are correct, the others have one of "
        f"{len(mistakes())} known mistakes; {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}, "
        f"NumPy {np.__version__}; load {os.getloadavg()[0]:.1f} before"
    )
    ours = Dlgrade(given.cache, cases)
    if "rivals" in given.only:
        beside(rivals(given.rival, given.cache, cases), ours, given)
    if "jobs" in given.only:
        jobs(given.cache, cases, given)
    if "memory" in given.only:
        memory(ours, given.sizes)
    if "sandboxes" in given.only:
        print("\nSandboxes: milliseconds for a correct submission, all checks included\n\n| | ms |\n|---|---|")
        print("\n".join(sandboxes.table()))


if __name__ == "__main__":
    main()
