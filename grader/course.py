"""Finds exercises and reads what their authors wrote; imports neither NumPy nor a solution."""

import functools
import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from grader.errors import CourseError, InputError

FORMAT = 1
T = TypeVar("T")


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


class _CourseFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    format: int
    title: str
    tracks: dict[str, str]


@dataclass(frozen=True)
class Exercise:
    """One stem: where its files are and what its .toml says."""

    name: str
    track: str
    course: "Course" = field(repr=False)

    @property
    def solution(self) -> Path:
        """The reference."""
        return self.course.solutions / self.track / f"{self.name}.py"

    @property
    def toml(self) -> Path:
        """The hidden specification."""
        return self.solution.with_suffix(".toml")

    @property
    def properties(self) -> Path:
        """The checks that TOML cannot express; the file need not exist."""
        return self.solution.with_name(f"{self.name}_checks.py")

    @property
    def driver(self) -> Path:
        """Drives functions that take or return what cannot travel; runs in the worker; the file need not exist."""
        return self.solution.with_name(f"{self.name}_driver.py")

    @property
    def stub(self) -> Path:
        """What the student starts from."""
        return self.course.exercises / self.track / f"{self.name}.py"

    @property
    def tutorial(self) -> Path:
        """The page."""
        return self.stub.with_suffix(".md")

    @property
    def figure(self) -> Path:
        """The page's figure; the file need not exist."""
        return self.stub.with_suffix(".svg")

    @functools.cached_property
    def spec(self) -> Spec:
        """The .toml, read and checked, with every mistake of a family by itself."""
        spec = read(self.toml, Spec, (Options, FunctionOptions, Chain, Stability, Mistake))
        mistakes = [one for mistake in spec.mistake for one in mistake.family(str(self.toml))]
        return msgspec.structs.replace(spec, mistake=mistakes)

    @functools.cached_property
    def version(self) -> str:
        """A hash of everything that its checks come from: the same version judges the same way."""
        digest = hashlib.sha256()
        for path in (self.solution, self.toml, self.properties, self.driver):
            digest.update(_bytes(path) if path.exists() else b"-")
            digest.update(b"\0")
        return digest.hexdigest()[:16]

    @property
    def points(self) -> float:
        """All points that can be had."""
        return sum(sum(checks.values()) for checks in self.spec.points.values())


@dataclass(frozen=True)
class Course:
    """A folder of exercises beside a folder of solutions."""

    root: Path

    @property
    def exercises(self) -> Path:
        """What students see."""
        return self.root / "exercises"

    @property
    def solutions(self) -> Path:
        """What they do not."""
        return self.root / "solutions"

    @functools.cached_property
    def _file(self) -> _CourseFile:
        return read(self.exercises / "course.toml", _CourseFile)

    @property
    def tracks(self) -> dict[str, str]:
        """Tracks and their titles, in the order in which they are learned."""
        return self._file.tracks

    @functools.cached_property
    def by_name(self) -> dict[str, Exercise]:
        """Every exercise, found by its .toml, tracks in order."""
        order = {track: place for place, track in enumerate(self.tracks)}
        found = sorted(self.solutions.glob("*/*.toml"), key=lambda path: (order.get(path.parent.name, 0), path.stem))
        by_name: dict[str, Exercise] = {}
        for path in found:
            if path.parent.name not in order:
                hint = did_you_mean(path.parent.name, order)
                raise CourseError(f"{path}: no track {path.parent.name!r} in exercises/course.toml.{hint}")
            if path.stem in by_name:
                raise CourseError(f"{path}: there is an exercise {path.stem!r} in another track. Rename one of them.")
            by_name[path.stem] = Exercise(path.stem, path.parent.name, self)
        return by_name

    def find(self, name: str) -> Exercise:
        """Return the exercise of that name, or say which names come close."""
        wanted = name.strip().lower().replace("-", "_")
        if wanted in self.by_name:
            return self.by_name[wanted]
        raise InputError(f"No exercise {name!r}.{did_you_mean(wanted, self.by_name)} `dlgrade list` shows them all.")

    def ordered(self) -> list[Exercise]:
        """Every exercise, each after those that it builds on, track by track."""
        done: dict[str, Exercise] = {}

        def visit(exercise: Exercise, path: tuple[str, ...]) -> None:
            if exercise.name in path:
                raise CourseError(f"{exercise.toml}: `after` goes round in a circle: {' -> '.join(path)}.")
            for name in exercise.spec.after:
                if name not in self.by_name:
                    raise CourseError(
                        f"{exercise.toml}: after: no exercise {name!r}.{did_you_mean(name, self.by_name)}"
                    )
                if self.by_name[name].track == exercise.track:
                    visit(self.by_name[name], (*path, exercise.name))
            done.setdefault(exercise.name, exercise)

        for exercise in self.by_name.values():
            visit(exercise, ())
        return list(done.values())


def find_course(directory: Path | None = None) -> Course:
    """Return the course in `directory`, else the one in the package, else the one in the checkout."""
    package = Path(__file__).resolve().parent
    for root in [directory] if directory is not None else [package, package.parent]:
        if (root / "exercises" / "course.toml").is_file() and (root / "solutions").is_dir():
            return Course(root.resolve())
    raise InputError(f"No course in {directory or package}: it needs exercises/course.toml and solutions/.")


def did_you_mean(name: str, known: Any) -> str:
    """Return " Did you mean 'conv2d'?" for a close match, else nothing."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else ""


def read(path: Path, kind: type[T], parts: tuple[type, ...] = ()) -> T:
    """Read a TOML file into a structure made of `parts`; errors name file and key first."""
    return parse(_bytes(path), path, kind, parts)


def parse(content: bytes, path: Path, kind: type[T], parts: tuple[type, ...] = ()) -> T:
    """The same with what was read of the file."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {error}") from None
    version = data.get("format")
    if type(version) is int and version != FORMAT:  # first, because another format has other keys
        age = "older" if version < FORMAT else "newer"
        raise CourseError(f"{path}: format {version} is {age} than this dlgrade, which reads format {FORMAT}.")
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise CourseError(f"{path}: {_key_first(error, data, kind, parts)}") from None


def _key_first(error: msgspec.ValidationError, data: dict[str, Any], kind: type, parts: tuple[type, ...]) -> str:
    """Say what msgspec says, the key first, and with a close match for a key that is unknown."""
    says, _, key = str(error).rstrip("`").partition(" - at `$.")
    table, _, rest = key.partition("[...]")
    if rest or key.endswith("[...]"):  # msgspec does not name the entry of a table: it is the one that fails alone
        key = f"{table}.{_culprit(data, table, kind)}{rest}"
    if unknown := re.fullmatch("Object contains unknown field `(.*)", says.rstrip("`")):
        known = {field.name for struct in (kind, *parts) for field in msgspec.structs.fields(struct)}
        says = f"unknown key {unknown[1]!r}.{did_you_mean(unknown[1], sorted(known))}"
    if missing := re.fullmatch("Object missing required field `(.*)", says.rstrip("`")):
        says = f"the key {missing[1]!r} is missing."
    return f"{key}: {says}" if key else says


def _culprit(data: dict[str, Any], table: str, kind: type) -> str:
    for name, entry in data[table].items():
        try:
            msgspec.convert({**data, table: {name: entry}}, kind)
        except msgspec.ValidationError:
            return str(name)
    return "..."


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path}: {error.strerror or error}.") from None
