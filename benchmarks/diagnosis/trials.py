"""What is diagnosed: listed mistakes in another style, rewrites by hand, and mutants."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from benchmarks.diagnosis.restyle import restyle
from benchmarks.mutation.kinds import observe
from benchmarks.mutation.mutants import mutants
from grader.battery import Battery
from grader.course import Exercise
from grader.errors import CourseError
from grader.spec import Mistake
from grader.toml import read

REWRITES = Path(__file__).with_name("rewrites")
CORRECT = Path(__file__).resolve().parents[2] / "tests" / "submissions" / "correct"
#: Of the mutants of an exercise, about so many.
MUTANTS = 20

Kind = Literal["restyled", "rewritten", "mutant"]


@dataclass(frozen=True)
class Trial:
    """One wrong file, and what is wrong with it: a listed mistake, or a change in a function."""

    kind: Kind
    source: str
    mistake: Mistake | None
    function: str
    change: str


class Rewrite(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A listed mistake, known by the beginning of its sentence, in a correct submission of another style."""

    says: str
    replace: str | list[str]
    by: str | list[str]


class _File(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    format: int
    mistake: list[Rewrite] = []


def trials(exercise: Exercise, battery: Battery) -> Iterator[Trial]:
    """Return everything that an exercise is tried with."""
    source = exercise.solution.read_text("utf-8")
    for mistake in exercise.spec.mistake:
        if not mistake.planted:
            text = restyle(mistake.patch(source, str(exercise.toml)))
            yield Trial("restyled", text, mistake, mistake.caught_by.partition(":")[0], mistake.says[:60])
    yield from rewritten(exercise)
    made = mutants(source, observe(exercise, battery), exercise.spec.left_out)
    for mutant in made[:: -(-len(made) // MUTANTS) or 1]:
        yield Trial("mutant", mutant.source, None, mutant.function, f"{mutant.before} -> {mutant.after}")


def rewritten(exercise: Exercise) -> Iterator[Trial]:
    """Return the rewrites by hand: rewrites/<exercise>__<style>.toml changes the correct submission of that name."""
    for path in sorted(REWRITES.glob(f"{exercise.name}__*.toml")):
        source = (CORRECT / f"{path.stem}.py").read_text("utf-8")
        for entry in read(path, _File).mistake:
            known = [mistake for mistake in exercise.spec.mistake if mistake.says.startswith(entry.says)]
            if len(known) != 1:
                raise CourseError(f"{path}: {len(known)} mistakes of {exercise.name} begin with {entry.says!r}.")
            patch = msgspec.structs.replace(known[0], replace=entry.replace, by=entry.by, each=[])
            function = known[0].caught_by.partition(":")[0]
            yield Trial("rewritten", patch.patch(source, str(path)), known[0], function, entry.says)
