"""The smallest cases on which checks find the known mistakes of an exercise, kept on disk beside its battery."""

from pathlib import Path
from typing import Any

import msgspec

from grader import battery as batteries
from grader import files
from grader.course import Exercise


class Small(msgspec.Struct, frozen=True):
    """A small case, without what was found on it."""

    steps: list[dict[str, Any]]
    payload: bytes
    axes: dict[str, int]
    size: tuple[int, float]


class Smalls:
    """What was found before, for any submission; None where shrinking found nothing."""

    def __init__(self, exercise: Exercise, seed: int) -> None:
        self._path = batteries.path(exercise, seed).with_suffix(".smalls")
        self._known = _read(self._path)

    def __contains__(self, name: str) -> bool:
        if name not in self._known:
            self._known = _read(self._path) | self._known  # another process may have found it meanwhile
        return name in self._known

    def __getitem__(self, name: str) -> Small | None:
        return self._known[name]

    def __setitem__(self, name: str, small: Small | None) -> None:
        self._known = _read(self._path) | self._known | {name: small}
        try:
            files.write(self._path, msgspec.msgpack.encode(self._known))
        except OSError:  # a cache that cannot be written is only slower
            return


def _read(path: Path) -> dict[str, Small | None]:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=dict[str, Small | None])
    except (OSError, msgspec.MsgspecError):
        return {}
