"""The battery: cases drawn once for an exercise version and seed, with what the reference answers.

Every submission is judged on the same cases. A battery is kept on disk in the form in which it is used: the
request as the worker reads it, and the expected values.
"""

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterator
from functools import cached_property
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import platformdirs

from grader.course import Exercise
from grader.plan import Plan
from grader.worker import frames

if TYPE_CHECKING:
    from grader.worker.reports import Report


class Step(msgspec.Struct, frozen=True):
    """One call of a case: whether each slot of the function is judged, the reference's report, and how exact it is."""

    fn: str
    judged: list[bool]
    layout: list[Any]
    offset: int
    size: int
    bounds: list[tuple[int, float, int]]


class Case(msgspec.Struct, frozen=True):
    """One program and what should come of it."""

    id: int
    unit: str
    tag: str  # ordinary, layout, integers, stability, again, chain
    axes: dict[str, int]
    size: int
    note: str
    steps: list[Step]


class Meta(msgspec.Struct, frozen=True):
    """What is stored beside the expected arrays."""

    plan: Plan
    seed: int
    cases: list[Case]


class Battery:
    """Cases, the request that runs them, and the expected values."""

    def __init__(self, meta: Meta, request: dict[str, Any], inputs: bytes, answers: bytes) -> None:
        self.plan = meta.plan
        self.seed = meta.seed
        self.cases = meta.cases
        self.request = request
        self.inputs = inputs
        self._answers = answers
        self._reports: dict[tuple[int, int], Report] = {}
        self._judged: dict[tuple[int, int], tuple[Any, ...]] = {}

    def reference(self, case: int, step: int) -> "Report":
        """What the reference reports of a step."""
        if (case, step) not in self._reports:
            from grader.worker.reports import Report  # NumPy: the request leaves before it is imported

            it = self.cases[case].steps[step]
            value, after = it.layout
            data = self._answers[it.offset : it.offset + it.size]
            self._reports[case, step] = Report({"value": value, "after": after}, data)
        return self._reports[case, step]

    def expected(self, case: int, step: int, slot: int) -> Any:
        """The expected value of a slot: an array, or a number."""
        function = self.plan.functions[self.cases[case].steps[step].fn]
        return function.pick(function.slots[slot], self.reference(case, step))

    def bounds(self, case: int, step: int) -> list[tuple[int, float, int]]:
        """How far the numbers of a step's report may be from the reference's; see `agreement.bounds`."""
        return self.cases[case].steps[step].bounds

    def judged(self, case: int, step: int) -> tuple[Any, ...]:
        """The expected value of each slot of a step; None where it is not judged."""
        if (case, step) not in self._judged:
            flags = enumerate(self.cases[case].steps[step].judged)
            self._judged[case, step] = tuple(self.expected(case, step, slot) if it else None for slot, it in flags)
        return self._judged[case, step]

    def program(self, case: int) -> list[dict[str, Any]]:
        """The steps of a case as the worker runs them."""
        steps: list[dict[str, Any]] = self.request["cases"][case]["steps"]
        return steps

    @cached_property
    def whole(self) -> bytes:
        """The request for every case."""
        return frames.pack(self.request, self.inputs)

    def frame(self, cases: Collection[int], without: Collection[str] = ()) -> bytes:
        """A request for some of the cases, leaving out the calls of some functions."""
        if len(cases) == len(self.cases) and not without:
            return self.whole
        chosen = [self.request["cases"][case] for case in cases]
        if without:
            chosen = [
                {**case, "steps": [{**step, "skip": True} if step["fn"] in without else step for step in case["steps"]]}
                for case in chosen
            ]
        return frames.pack({"do": "run", "cases": chosen}, self.inputs)

    def to_bytes(self) -> bytes:
        """Serialise for the cache."""
        meta = msgspec.json.encode(Meta(self.plan, self.seed, self.cases))
        body = self.whole + frames.PREFIX.pack(len(meta), len(self._answers))
        body += meta + self._answers
        return hashlib.sha256(body).digest() + body

    @classmethod
    def from_bytes(cls, data: bytes) -> "Battery":
        """Read back what `to_bytes` wrote; ValueError for anything else."""
        body = data[32:]
        if hashlib.sha256(body).digest() != data[:32]:
            raise ValueError("damaged")
        stream = BytesIO(body)
        frame = frames.unpack(stream.read)
        if frame is None:
            raise ValueError("empty")
        meta_size, answers_size = frames.PREFIX.unpack(stream.read(frames.PREFIX.size))
        meta = msgspec.json.decode(stream.read(meta_size), type=Meta)
        return cls(meta, *frame, stream.read(answers_size))


def get(exercise: Exercise, seed: int) -> Battery:
    """Return the battery from the cache, or draw it."""
    kept = path(exercise, seed)
    try:
        return Battery.from_bytes(kept.read_bytes())
    except (OSError, ValueError, msgspec.MsgspecError, frames.Refused):
        pass
    from grader.drawing import draw  # hypothesis and the reference are needed only here

    battery = draw(exercise, seed)
    _store(kept, battery.to_bytes())
    return battery


def path(exercise: Exercise, seed: int) -> Path:
    """Where a battery is kept."""
    return cache_folder() / f"{exercise.name}-{_key(exercise, seed)}.battery"


def cache_folder() -> Path:
    """Where batteries are kept; DLGRADE_CACHE names another place."""
    return Path(os.environ.get("DLGRADE_CACHE") or platformdirs.user_cache_dir("dlgrade"))


def _key(exercise: Exercise, seed: int) -> str:
    """Everything that a battery depends on: exercise, seed, our own code, NumPy and Hypothesis."""
    digest = hashlib.sha256(f"{exercise.version} {exercise.name} {seed}".encode())
    for source in _sources():
        digest.update(source.read_bytes())
    return digest.hexdigest()[:24]


def _sources() -> Iterator[Path]:
    here = Path(__file__).resolve().parent
    drawing = (
        "drawing",
        "trials",
        "entries",
        "strategies",
        "signature",
        "plan",
        "planning",
        "reference",
        "shrink",
        "findings",
    )
    for name in (*drawing, "battery", "course", "spec", "toml", "agreement", "compare", "properties"):
        yield here / f"{name}.py"
    yield from sorted((here / "worker").glob("*.py"))
    for package in ("numpy", "hypothesis"):
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).with_name("version.py")


def _store(path: Path, data: bytes) -> None:
    """Write atomically; a cache that cannot be written is only slower."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        Path(file.name).replace(path)
        _prune(path)
    except OSError:
        return


def _prune(path: Path) -> None:
    """Keep the eight newest batteries of an exercise."""
    stem = path.name.rsplit("-", 1)[0]
    kept = sorted(path.parent.glob(f"{stem}-*.battery"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in kept[8:]:
        old.unlink(missing_ok=True)
        old.with_suffix(".smalls").unlink(missing_ok=True)
