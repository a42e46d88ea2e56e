"""What an author says of an exercise in its .toml: axes, options, points, mistakes."""

import re
from typing import Any

import msgspec

from grader.errors import CourseError


class Options(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How one input is drawn (docs/AUTHORING.md, `[inputs]`)."""

    range: tuple[float, float] | None = None
    away_from: list[float] = []
    distinct: bool = False
    below: str | None = None
    at_most: str | None = None
    equals: str | None = None
    values: list[Any] | None = None
    value: Any = None


class Chain(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Several calls in a row: results fed into the next call, or the same dictionary given again."""

    steps: int
    feed: dict[str, int] = {}
    keep: list[str] = []
    last: dict[str, Any] = {}


class FunctionOptions(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What the signature of a function cannot say (docs/AUTHORING.md, `[functions]`)."""

    forward: str | None = None
    state: list[str] = []
    chain: Chain | None = None
    train: dict[str, Any] = {}
    tolerance: float | None = None
    may_change: list[str] = []
    flat: list[str] = []
    integers: bool = True
    random: bool = False


class Stability(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Extreme inputs for a function and its backward."""

    function: str
    why: str
    inputs: dict[str, Options]


class Mistake(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A known mistake: a patch of the reference, the check that catches it, the sentence for the student."""

    caught_by: str
    says: str
    replace: str | list[str]
    by: str | list[str]
    each: list[list[str]] = []
    planted: bool = False  # the stub is the solution with this mistake in it
    ends: bool = True  # false: it runs on, or takes all memory, so it is never tried where the grader runs

    def family(self, where: str) -> list["Mistake"]:
        """The mistake itself, or one for each row of `each`, whose words take the places {0}, {1}, ... in its texts."""
        return [self._filled(row, where) for row in self.each] or [self]

    def _filled(self, row: list[str], where: str) -> "Mistake":
        def word(place: re.Match[str]) -> str:
            if int(place[1]) >= len(row):
                raise CourseError(f"{where}: mistake {self.says[:40]!r}: each: {row} has no word for {place[0]}.")
            return row[int(place[1])]

        def filled(text: str) -> str:
            return re.sub(r"\{(\d+)\}", word, text)

        return msgspec.structs.replace(
            self,
            caught_by=filled(self.caught_by),
            says=filled(self.says),
            replace=[filled(text) for text in _several(self.replace)],
            by=[filled(text) for text in _several(self.by)],
            each=[],
        )

    def patch(self, source: str, where: str) -> str:
        """Return the reference with the mistake in it."""
        old, new = _several(self.replace), _several(self.by)
        if len(old) != len(new):
            raise CourseError(f"{where}: mistake {self.says[:40]!r}: `replace` and `by` differ in length.")
        for before, after in zip(old, new, strict=True):
            if source.count(before) != 1:
                raise CourseError(
                    f"{where}: mistake {self.says[:40]!r}: {before!r} occurs {source.count(before)} times in the "
                    f"solution. It must occur exactly once."
                )
            source = source.replace(before, after)
        return source


def _several(text: str | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else text


class Spec(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """An exercise's .toml."""

    format: int
    title: str
    after: list[str] = []
    difficulty: int = 1
    minutes: int = 15
    cases: int = 200
    aliases: dict[str, str] = {}
    left_out: list[str] = []
    axes: dict[str, tuple[int, int] | dict[str, Any]] = {}
    blocks: dict[str, list[str]] = {}
    inputs: dict[str, Options] = {}
    functions: dict[str, FunctionOptions] = {}
    points: dict[str, dict[str, float]] = {}
    tell: dict[str, str] = {}
    show_cases: bool = True
    stability: list[Stability] = []
    mistake: list[Mistake] = []

    @property
    def planted(self) -> list[Mistake]:
        """The mistakes that are the bugs to find, where the student starts from a file with bugs in it."""
        return [mistake for mistake in self.mistake if mistake.planted]


#: What a Spec is made of: the keys that an error may mean.
PARTS = (Options, FunctionOptions, Chain, Stability, Mistake)
