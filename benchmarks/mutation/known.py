"""Mutants that are no mistakes: `equivalent.toml` lists them, each with the reason."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from benchmarks.mutation.mutants import Mutant
from grader.toml import read

FILE = Path(__file__).with_name("equivalent.toml")


class Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A line, what may stand there instead, and why nothing is lost."""

    exercise: str
    function: str
    line: str
    by: list[str]
    reason: str


class _File(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    format: int
    mutant: list[Entry] = []


@dataclass(frozen=True)
class Known:
    """The entries of some exercises."""

    entries: list[Entry]

    @classmethod
    def of(cls, exercise: str, path: Path = FILE) -> "Known":
        """Read those of one exercise."""
        return cls([entry for entry in read(path, _File).mutant if entry.exercise == exercise])

    def reason(self, mutant: Mutant) -> str | None:
        """Why a mutant is none to be caught; None for all that are."""
        return next((entry.reason for entry in self.entries if _fits(entry, mutant)), None)

    def stale(self, survivors: list[Mutant]) -> list[str]:
        """What is listed and was not found among the survivors."""
        return [
            f"{entry.exercise}: {entry.function}: {entry.line} -> {by}"
            for entry in self.entries
            for by in entry.by
            if not any(_fits(entry, mutant) and mutant.after == by for mutant in survivors)
        ]


def _fits(entry: Entry, mutant: Mutant) -> bool:
    return (entry.function, entry.line) == (mutant.function, mutant.before) and mutant.after in entry.by
