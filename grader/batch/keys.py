"""What a result depends on, as one hash: the same key is the same result, and is not computed again."""

import functools
import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path

from grader.batch.job import Settings
from grader.batch.model import File
from grader.course import Exercise

#: Parts of the grader that do not touch a result.
_APART = ("batch", "cli", "report", "authoring", "exercises", "solutions", "templates")


@functools.cache
def grader() -> str:
    """A hash of our own code and of the libraries that judge with it."""
    digest = hashlib.sha256()
    for library in ("numpy", "hypothesis"):
        digest.update(f"{library} {version(library)} ".encode())
    digest.update(platform.python_version().encode())
    root = Path(__file__).resolve().parent.parent
    for path in sorted(root.rglob("*.py")):
        inside = path.relative_to(root)
        if inside.parts[0] not in _APART:
            digest.update(f"\0{inside.as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def key(file: File | None, exercise: Exercise, settings: Settings) -> str:
    """The hash of everything that the result of a file depends on."""
    handed_in = None if file is None else [file.name, file.problem, file.submission and file.submission.cells]
    limits = settings.limits
    known = [
        handed_in,
        [exercise.name, exercise.version],
        grader(),
        settings.seed,
        [limits.wall_s, limits.memory, limits.file, settings.budget_s],
        settings.isolation,
    ]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:32]
