"""Finds exercises and reads what their authors wrote; imports neither NumPy nor a solution."""

import functools
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from grader import toml
from grader.errors import CourseError, InputError
from grader.spec import PARTS, Spec
from grader.toml import did_you_mean


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
        spec = toml.read(self.toml, Spec, PARTS)
        mistakes = [one for mistake in spec.mistake for one in mistake.family(str(self.toml))]
        return msgspec.structs.replace(spec, mistake=mistakes)

    @functools.cached_property
    def version(self) -> str:
        """A hash of everything that its checks come from: the same version judges the same way."""
        digest = hashlib.sha256()
        for path in (self.solution, self.toml, self.properties, self.driver):
            digest.update(toml.content_of(path) if path.exists() else b"-")
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
        return toml.read(self.exercises / "course.toml", _CourseFile)

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
