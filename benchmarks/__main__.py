"""`python -m benchmarks`: a cold `dlgrade check lstm` against plain pytest, and a failing check against a passing one.

Whole processes, in turn (A B A B ...), so that a machine that slows down slows both; ratios are taken pair by pair.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader import battery
from grader.course import find_course

ROOT = Path(__file__).resolve().parent.parent
RUNS = 11


def measure(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run a command; return its wall time in seconds and its largest process in MiB."""
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - before, usage.ru_maxrss / 1024


def pairs(one: list[str], other: list[str], environment: dict[str, str]) -> str:
    """Compare two commands; return a row of medians and ratios."""
    for command in (one, other):
        measure(command, environment)
    runs = [(measure(one, environment), measure(other, environment)) for _ in range(RUNS)]
    ratios = sorted(first[0] / second[0] for first, second in runs)
    medians = [statistics.median(run[i][0] for run in runs) for i in (0, 1)]
    peaks = [max(run[i][1] for run in runs) for i in (0, 1)]
    ratio = statistics.median(ratios)
    return (
        f"{medians[0]:.2f} s | {medians[1]:.2f} s | {ratio:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}) | "
        f"{peaks[0]:.0f} MiB | {peaks[1]:.0f} MiB"
    )


def main() -> None:
    """Print the table."""
    wrong = ROOT / "examples/lstm.py"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        right = Path(folder, "lstm.py")
        right.write_text(wrong.read_text("utf-8").replace("(dh[:, t], ", "(dh[:, t] + dprev_h, "), "utf-8")
        cases = len(battery.get(find_course().find("lstm"), 0).cases)
        environment |= {"LSTM_FILE": str(right), "LSTM_CASES": str(cases)}
        dlgrade = str(Path(sys.executable).with_name("dlgrade"))
        check = [dlgrade, "check", "lstm", "--file", str(right)]
        failing = [dlgrade, "check", "lstm", "--file", str(wrong)]
        plain = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            str(ROOT / "benchmarks/plain_pytest.py"),
        ]
        fresh = ["env", f"DLGRADE_CACHE={folder}/none", "sh", "-c", f"rm -rf {folder}/none; exec {' '.join(check)}"]
        print(f"{RUNS} pairs, {cases} cases, {len(os.sched_getaffinity(0))} cores; ratio: median (smallest to largest)")
        print("| A | B | A | B | A/B | A's largest process | B's largest process |\n|---|---|---|---|---|---|---|")
        print(f"| check, correct file | plain pytest + Hypothesis | {pairs(check, plain, environment)} |")
        print(f"| check, wrong file (shrunk, diagnosed) | check, correct file | {pairs(failing, check, environment)} |")
        print(f"| check, no battery in the cache | check, correct file | {pairs(fresh, check, environment)} |")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    print(f"\nlargest of all child processes, workers included: {largest} MiB")


if __name__ == "__main__":
    main()
