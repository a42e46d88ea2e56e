"""What a page shows of each exercise: an outcome arranged for reading, and the student's own lines beside it.

Nothing is judged here: points are added up, checks are put under those that they wait for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from grader.course import Exercise
from grader.errors import CourseError
from grader.outcome import CheckOutcome, Failure, Outcome
from grader.report import heatmap, prose, source, values
from grader.submission import Submission


@dataclass(frozen=True)
class Part:
    """One exercise of a report: its outcome, and where they are known the submission and the exercise."""

    outcome: Outcome
    submission: Submission | None = None
    exercise: Exercise | None = None


@dataclass(frozen=True)
class Score:
    """Where the points went."""

    earned: float
    lost: float  # at checks that are wrong themselves
    waiting: float  # at checks that wait for one of those

    @classmethod
    def of(cls, checks: Iterable[CheckOutcome]) -> "Score":
        """The points of some checks."""
        points = {"passed": 0.0, "wrong": 0.0, "skipped": 0.0}
        for check in checks:
            points["passed"] += check.points
            points["skipped" if check.status == "skipped" else "wrong"] += check.max_points - check.points
        return cls(points["passed"], points["wrong"], points["skipped"])

    @property
    def total(self) -> float:
        """All points that can be had."""
        return self.earned + self.lost + self.waiting


@dataclass(frozen=True)
class Node:
    """A check, and those of its function that wait for it; without a check, what waits for one of another function."""

    check: CheckOutcome | None
    waiting: list[CheckOutcome]
    cause: str = ""


@dataclass(frozen=True)
class Function:
    """A function's checks as a tree."""

    name: str
    checks: list[CheckOutcome]

    @property
    def score(self) -> Score:
        """Where its points went."""
        return Score.of(self.checks)

    @property
    def right(self) -> int:
        """How many checks are right."""
        return sum(check.status == "passed" for check in self.checks)

    @property
    def wrong(self) -> int:
        """How many checks are wrong themselves."""
        return sum(check.status in ("failed", "error") for check in self.checks)

    @property
    def unwritten(self) -> bool:
        """Whether the student has yet to write it."""
        return any(_unwritten(check) for check in self.checks)

    @property
    def tree(self) -> list[Node]:
        """Each check that does not wait, with those under it that wait for it; then those that wait for others."""
        waiting: dict[str, list[CheckOutcome]] = {}
        for check in self.checks:
            if check.status == "skipped":
                waiting.setdefault(check.waits_for or "", []).append(check)
        nodes = [Node(check, waiting.pop(check.id, [])) for check in self.checks if check.status != "skipped"]
        return nodes + [Node(None, checks, cause) for cause, checks in waiting.items()]


@dataclass(frozen=True)
class Input:
    """One input of the failing case: drawn where it is a small array, else in words."""

    name: str
    axes: str
    maps: list[tuple[str, Markup]] | None
    text: str


@dataclass(frozen=True)
class Cause:
    """A check that is wrong by itself, with all that helps to mend it."""

    anchor: str
    check: CheckOutcome
    failure: Failure
    same: list[CheckOutcome]  # gradients that the same mistake makes wrong
    waiting: list[CheckOutcome]
    excerpts: list[source.Excerpt]
    hints: list[Markup]
    section: tuple[str, Markup] | None

    @property
    def unwritten(self) -> bool:
        """Whether there is nothing wrong but that something is yet to be written."""
        return _unwritten(self.check)

    @cached_property
    def compared(self) -> heatmap.Comparison | None:
        """Both arrays as drawings."""
        return heatmap.compare(self.failure)

    @property
    def both(self) -> tuple[str | None, str | None]:
        """Both values as text."""
        return values.both(self.failure)

    @property
    def where(self) -> tuple[str, str]:
        """The first wrong entry, and what else is said of where the result is wrong."""
        place, _, rest = (self.failure.where or "").partition("; ")
        return place, rest

    @property
    def name(self) -> str:
        """What is compared, with the names of its axes: "dx (N, D)"."""
        shape = self.failure.window.shape if self.failure.window else heatmap.sizes(self.failure.yours) or ()
        return f"{self.where[0].partition('[')[0]} {_axes(self.failure.axes, shape)}".strip()

    @property
    def inputs(self) -> list[Input]:
        """What goes in, in the order of the calls."""
        tried = self.failure.tried
        if tried is None:
            return []
        return list(_inputs(tried.inputs, tried.input_axes, whole=not tried.snippet))

    @property
    def snippet(self) -> list[Markup]:
        """The lines that reproduce it."""
        tried = self.failure.tried
        return source.coloured(tried.snippet, "python") if tried is not None and tried.snippet else []

    @property
    def held_up(self) -> float:
        """Points that wait for it."""
        return Score.of([*self.same, *self.waiting]).waiting


class Section:
    """One exercise on the page."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.outcome = part.outcome
        self.name = part.outcome.exercise
        self.title = part.exercise.spec.title if part.exercise is not None else ""
        self.score = Score.of(part.outcome.checks)
        self.functions = [Function(name, checks) for name, checks in part.outcome.functions.items()]
        self.right = sum(function.right for function in self.functions)
        self.wrong = sum(function.wrong for function in self.functions)
        self.waiting = len(part.outcome.checks) - self.right - self.wrong
        self.complete = [function.name for function in self.functions if function.right == len(function.checks)]
        self.causes = self._causes()

    @property
    def begun(self) -> bool:
        """Whether there is anything to report beyond that nothing was written."""
        return self.outcome.started or any(check.kind_of_fault != "not_implemented" for check in self.outcome.failing)

    @property
    def anchors(self) -> dict[str, str]:
        """Where on the page each root cause stands."""
        return {cause.check.id: cause.anchor for cause in self.causes}

    @property
    def verdict(self) -> str:
        """How it stands, in words; what is right comes first."""
        checks = len(self.outcome.checks)
        if self.right == checks:
            return f"All {checks} checks passed." if checks > 1 else "The check passed."
        said = [f"{self.right} of {checks} checks {'is' if self.right == 1 else 'are'} right"]
        if self.complete:
            said.append(f"and {_listed(self.complete)} {'is' if len(self.complete) == 1 else 'are'} complete")
        wrong = sum(not _unwritten(check) for check in self.outcome.failing)
        unwritten = len({check.function for check in self.outcome.failing if _unwritten(check)})
        to_do = ["1 check is wrong" if wrong == 1 else f"{wrong} checks are wrong"] if wrong else []
        if unwritten:
            to_do.append(f"{unwritten} function{' is' if unwritten == 1 else 's are'} yet to be written")
        if self.waiting:
            others = f"{self.waiting} more" if wrong else f"{self.waiting} check{'s' * (self.waiting > 1)}"
            cause = "that" if to_do else "another one"  # which is not shown: a part of the checks was asked for
            to_do.append(f"{others} {'waits' if self.waiting == 1 else 'wait'} for {cause}")
        return f"{', '.join(said)}. {_listed(to_do)}."

    def _causes(self) -> list[Cause]:
        """Every root cause; lines, hints and section stand at the first that they belong to."""
        told: set[str] = set()
        causes = []
        for place, check in enumerate(self.outcome.failing, start=1):
            assert check.failure is not None
            waiting = [other for other in self.outcome.checks if other.waits_for == check.id]
            same = [it for it in waiting if it.kind == check.kind == "gradient" and it.function == check.function]
            loads = check.kind != "exists" or _unwritten(check)  # else it is the file that is to be mended
            first = loads and check.function not in told
            section = self._section(check) if loads else None
            causes.append(
                Cause(
                    anchor=f"{self.name}-{place}",
                    check=check,
                    failure=check.failure,
                    same=same,
                    waiting=[it for it in waiting if it not in same],
                    excerpts=self._excerpts(check, check.failure, function=first),
                    hints=self._hints(check) if first else [],
                    section=section if section is not None and section[0] not in told else None,
                )
            )
            told |= {check.function, section[0] if section is not None else ""}
        return causes

    def _excerpts(self, check: CheckOutcome, failure: Failure, *, function: bool) -> list[source.Excerpt]:
        submission = self.part.submission
        if submission is None:
            return []
        aliases = self.part.exercise.spec.aliases if self.part.exercise is not None else {}
        names = [check.function, *(alias for alias, name in aliases.items() if name == check.function)]
        if _unwritten(check) and not failure.traceback:
            return []
        lines = [*(failure.traceback or []), failure.what]
        places = list(dict.fromkeys(place for line in lines for place in source.places(line, submission.name)))
        return source.excerpts(submission, names if function else [], places)

    def _hints(self, check: CheckOutcome) -> list[Markup]:
        try:
            return prose.hints(self.part.exercise, check.function) if self.part.exercise is not None else []
        except CourseError:  # a course without a page is a course without hints
            return []

    def _section(self, check: CheckOutcome) -> tuple[str, Markup] | None:
        exercise = self.part.exercise
        if exercise is None:
            return None
        backward = check.kind == "gradient" or "backward" in check.function
        try:
            heading = prose.tutorial(exercise).section_on(check.function, backward=backward)
            return (heading, prose.section(exercise, heading)) if heading is not None else None
        except CourseError:
            return None


def _unwritten(check: CheckOutcome) -> bool:
    return check.kind_of_fault == "not_implemented"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _inputs(inputs: dict[str, Any], axes: dict[str, list[str]], *, whole: bool, owner: str = "") -> Iterable[Input]:
    """Arrays by themselves, also those of a dictionary; what is left of the dictionary in one line.

    Of an array that is too large to be drawn the shape is told, or the `whole` of it, where no snippet has its numbers.
    """
    for name, value in inputs.items():
        path = f"{owner}{name}"
        if isinstance(value, dict):
            arrays = {key: part for key, part in value.items() if isinstance(part, list)}
            rest = {key: part for key, part in value.items() if key not in arrays}
            if rest or not arrays:
                said = [f"{key} = {values.text(part)}" for key, part in rest.items()]
                yield Input(path, "", None, ", ".join(said) or "{}")
            yield from _inputs(arrays, axes, whole=whole, owner=f"{path}.")
        else:
            maps = heatmap.single(value, axes.get(path))
            shape = heatmap.sizes(value) or ()
            told = f"an array of shape {shape}" if shape and not whole else values.text(value)
            yield Input(path, _axes(axes.get(path), shape), maps, "" if maps else told)


def _axes(names: list[str] | None, shape: Sequence[int]) -> str:
    """The names of some axes, "(N, 4H)"; for an axis without a name its size. Nothing where none has a name."""
    if names is None or not any(names) or len(names) != len(shape):
        return ""
    return f"({', '.join(name or str(size) for name, size in zip(names, shape, strict=True))})"
