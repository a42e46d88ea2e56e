"""Mutates exercises, has the mutants judged, and sorts what survives."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.mutation.judging import Judged, Pool
from benchmarks.mutation.kinds import observe
from benchmarks.mutation.known import Entry, Known
from benchmarks.mutation.mutants import Mutant, mutants
from grader import battery as batteries
from grader.course import Exercise
from grader.errors import CourseError

#: Seconds for one mutant; the whole battery takes a tenth of one.
DEADLINE = 20.0


@dataclass(frozen=True)
class Result:
    """What became of the mutants of one exercise."""

    exercise: str
    judged: list[tuple[Mutant, Judged]]
    entries: list[Entry]
    survivors: list[Mutant]  # that nobody has explained
    stale: list[str]  # entries of equivalent.toml that fit no survivor

    @property
    def caught(self) -> int:
        """How many did not pass."""
        return sum(judged.caught for _, judged in self.judged)

    @property
    def equivalent(self) -> int:
        """How many are listed as no mistakes."""
        return len(self.judged) - self.caught - len(self.survivors) - len(self.faults)

    @property
    def faults(self) -> list[tuple[Mutant, str]]:
        """Mutants on which the grader itself failed."""
        return [(mutant, judged.fault) for mutant, judged in self.judged if judged.status == "fault"]

    @property
    def clean(self) -> bool:
        """Whether every mutant is accounted for."""
        return not (self.survivors or self.stale or self.faults)


def run(exercises: list[Exercise], seed: int, jobs: int) -> Iterator[Result]:
    """Mutate exercise after exercise."""
    pool = Pool(jobs, DEADLINE)
    try:
        for exercise in exercises:
            yield _run(exercise, seed, pool)
    finally:
        pool.close()


def _run(exercise: Exercise, seed: int, pool: Pool) -> Result:
    battery = batteries.get(exercise, seed)  # drawn here, read from the cache by the processes
    source = exercise.solution.read_text("utf-8")
    (unchanged,) = pool.judge(exercise, seed, [source])
    if unchanged.status != "passed":
        raise CourseError(f"{exercise.solution}: does not pass as it is: {unchanged.red or unchanged}")
    made = mutants(source, observe(exercise, battery), exercise.spec.left_out)
    judged = list(zip(made, pool.judge(exercise, seed, [mutant.source for mutant in made]), strict=True))
    passed = [mutant for mutant, found in judged if found.status == "passed"]
    known = Known.of(exercise.name)
    unexplained = [mutant for mutant in passed if known.reason(mutant) is None]
    return Result(exercise.name, judged, known.entries, unexplained, known.stale(passed))
