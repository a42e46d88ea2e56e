"""Bounds a worker's memory by a control group of its own, where systemd or an administrator has delegated one to us.

The limit of the address space stays the first to be met: it gives a MemoryError that costs one function only, and the
same verdict on every machine. The group counts what that does not see: files in memory, pipes, tables of the kernel.
"""

import functools
import itertools
import os
from pathlib import Path

#: Where the grader itself goes: a group that gives controllers to others may hold no process.
OURS = "dlgrade-grader"
TASKS = 512
HOW = "run it as: systemd-run --user --scope -p Delegate=yes dlgrade grade ..."

_counter = itertools.count()


class Missing(Exception):
    """No group is delegated to us: why, in a few words."""


@functools.cache
def base() -> Path | None:
    """Return the folder in which groups can be made, None where there is none; moves this process the first time."""
    try:
        return prepared(delegated())
    except (Missing, OSError):
        return None


def delegated(proc: Path = Path("/proc/self")) -> Path:
    """Return the folder of our own group, where it is ours to divide; Missing says why not."""
    mounted = [line.split() for line in (proc / "mountinfo").read_text().splitlines() if " - cgroup2 " in line]
    own = [line for line in (proc / "cgroup").read_text().splitlines() if line.startswith("0::")]
    if not mounted or not own:
        raise Missing("this system has no cgroup v2")
    folder = Path(mounted[0][4]) / own[0].removeprefix("0::").lstrip("/")
    if folder.name == OURS:
        folder = folder.parent
    lacking = {"memory", "pids"} - set((folder / "cgroup.controllers").read_text().split())
    if lacking:
        raise Missing(f"no {' and '.join(sorted(lacking))} controller in {folder}; {HOW}")
    if not os.access(folder / "cgroup.procs", os.W_OK) or not os.access(folder, os.W_OK):
        raise Missing(f"{folder} is not delegated to you; {HOW}")
    return folder


def why_not() -> str | None:
    """Say in a few words why memory is not bounded by a group; None where it can be."""
    try:
        delegated()
    except Missing as missing:
        return str(missing)
    except OSError as error:
        return f"{error.filename}: {error.strerror}"
    return None


def prepared(folder: Path) -> Path:
    """Go into a group below, so that this one can pass its controllers on."""
    ours = folder / OURS
    if not ours.exists():
        ours.mkdir()
        (ours / "cgroup.procs").write_text(str(os.getpid()))
        (folder / "cgroup.subtree_control").write_text("+memory +pids")
    return folder


class Group:
    """The control group of one worker."""

    def __init__(self, folder: Path, pid: int, memory: int) -> None:
        self._folder = folder / f"dlgrade-{os.getpid()}-{next(_counter)}"
        self._folder.mkdir()
        settings = {"memory.max": memory, "memory.swap.max": 0, "memory.oom.group": 1, "pids.max": TASKS}
        for name, value in settings.items():
            if name != "memory.swap.max" or (self._folder / name).exists():  # absent where swap is not counted
                (self._folder / name).write_text(str(value))
        (self._folder / "cgroup.procs").write_text(str(pid))

    def ran_out(self) -> bool:
        """Whether the kernel has killed something in it for want of memory."""
        try:
            events = dict(line.split() for line in (self._folder / "memory.events").read_text().splitlines())
        except (OSError, ValueError):
            return False
        return int(events.get("oom_kill", 0)) > 0

    def remove(self) -> None:
        """Remove it, after its processes have ended."""
        try:
            self._folder.rmdir()
        except OSError:
            return
