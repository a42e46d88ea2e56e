"""Landlock and seccomp, where user namespaces are forbidden: reads Python and NumPy, writes nothing, reaches nobody."""

import functools
import os
from pathlib import Path

from grader.isolation import layout
from grader.worker import confine, landlock


@functools.cache
def why_not() -> str | None:
    """Say in a few words why it does not work here; None where it does."""
    return landlock.why_not() or confine.why_not()


def command(role: str) -> tuple[list[str], dict[str, str]]:
    """Return how a worker, or a nursery, is started, and what it is told of its place."""
    return layout.worker_command("landlock", role, _readable()), {}


def _readable() -> list[str]:
    """What a worker may read; a rule holds for all below, so folders of packages are left out by naming the rest."""
    standard = layout.stdlib()
    folders = [*(path.resolve() for path in layout.system_libraries()), *layout.readable()]
    parts = [f"{folder}{os.sep}" for folder in standard]  # to import, Python lists it
    for folder in dict.fromkeys(folders):
        parts += [str(path) for path in sorted(folder.iterdir()) if _shown(path, folder in standard)]
    parts += [str(layout.numpy_site() / name) for name in layout.numpy_parts()]
    return [*parts, str(layout.WORKER), *_devices()]


def _shown(path: Path, standard: bool) -> bool:
    packages = path.name in ("site-packages", "dist-packages")
    return path.exists() and not packages and (standard or not path.name.startswith("python"))


def _devices() -> list[str]:
    return [
        path
        for path in ("/etc/ld.so.cache", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
        if Path(path).exists()
    ]
