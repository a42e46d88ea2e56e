"""What this machine can do, in plain words."""

import importlib.util
import os
import platform
import sys

from rich.text import Text

from grader import __version__
from grader.battery import cache_folder
from grader.isolation import backend, cgroup
from grader.report.terminal import console

EXTRAS = {"nbgrader": "nbgrader", "cluster": "distributed", "postgres": "psycopg", "capstones": "sklearn"}

USES = {"postgres": "for `dlgrade grade --store postgresql://...`"}

LEVELS = {
    "bubblewrap": "no network, no files, no other processes in sight",
    "landlock": "no network, no files but Python's and NumPy's, and none written",
    "container": "no network, no files, no other processes in sight; each costs a second",
}


def show() -> int:
    """Print the examination; 0 where everything that `check` needs is there."""
    out = console()

    def line(good: bool, what: str, says: str) -> None:
        mark = ("✓ " if good else "! ", "green" if good else "yellow")
        out.print(Text.assemble(mark, f"{what:<14} {says}"), soft_wrap=True)  # a command can be copied whole

    line(
        True,
        "dlgrade",
        f"{__version__} on Python {platform.python_version()}, {platform.system()} {platform.machine()}",
    )
    line(True, "cores", f"{len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()}")
    posix = importlib.util.find_spec("resource") is not None
    says = "memory, CPU time and file sizes are limited" if posix else "no limits on this system, only a deadline"
    line(posix, "process", says)
    linux = sys.platform.startswith("linux")
    line(
        linux, "leftovers", "what a file starts is ended with it" if linux else "only its own session is ended with it"
    )
    for name, gives in LEVELS.items():
        missing = backend(name).why_not()
        line(missing is None, name, f"works: {gives}" if missing is None else missing)
    missing = cgroup.why_not()
    line(missing is None, "cgroup", "works: memory is bounded by the kernel, too" if missing is None else missing)
    line(True, "batteries", str(cache_folder()))
    for extra, module in EXTRAS.items():
        there = importlib.util.find_spec(module) is not None
        line(there, extra, f"{'installed' if there else 'not installed'}; {USES.get(extra, 'no command uses it yet')}")
    return 0
