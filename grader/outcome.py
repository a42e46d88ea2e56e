"""What came of checking one exercise: the published, versioned result. Renderers compute nothing beyond it."""

from typing import Any, Literal

import msgspec

from grader.report.safe import printable

FORMAT = 1
#: Characters of one text in the published form.
LONGEST = 200_000

Status = Literal["passed", "failed", "error", "skipped"]
FaultKind = Literal["wrong", "raised", "timeout", "memory", "forbidden", "not_implemented", "contract", "tampered"]


class Tried(msgspec.Struct, omit_defaults=True):
    """The smallest failing case: sizes, inputs by name, and a snippet that reproduces it."""

    axes: dict[str, int] = {}
    inputs: dict[str, Any] = {}
    snippet: str = ""
    note: str = ""
    input_axes: dict[str, list[str]] = {}  # names of the axes of each array among the inputs


class Window(msgspec.Struct):
    """Where the shown part of a large array begins (it runs along the last two axes), and the shape of the whole."""

    corner: list[int]
    shape: list[int]


class Failure(msgspec.Struct, omit_defaults=True):
    """Why a check did not pass; any part may be absent."""

    what: str
    where: str | None = None
    yours: Any = None
    expected: Any = None
    tried: Tried | None = None
    diagnosis: str | None = None
    degree: str | None = None  # of the diagnosis: certain, likely
    evidence: str | None = None  # on how many cases the diagnosis holds
    located: str | None = None  # what is right, and where it starts to be wrong
    hint: str | None = None
    traceback: list[str] | None = None
    index: list[int] | None = None  # of the first wrong entry
    axes: list[str] | None = None  # names of the axes of `yours` and `expected`
    wrong: Any = None  # which entries are wrong: true and false, in the shape of `yours`
    window: Window | None = None  # where `yours` and `expected` are no more than a part


class CheckOutcome(msgspec.Struct, omit_defaults=True):
    """One check, judged."""

    name: str
    kind: str
    function: str
    status: Status
    points: float = msgspec.field(default=-1.0)
    max_points: float = msgspec.field(default=-1.0)
    kind_of_fault: FaultKind | None = None
    waits_for: str | None = None
    failure: Failure | None = None

    @property
    def id(self) -> str:
        """The name under which other checks know it."""
        return f"{self.function}: {self.name}"


class Outcome(msgspec.Struct):
    """One exercise, judged."""

    exercise: str
    status: Status
    points: float
    max_points: float
    seed: int
    checks: list[CheckOutcome]
    remarks: list[str] = []
    version: str = ""
    isolation: str = ""
    format: int = FORMAT

    @property
    def failing(self) -> list[CheckOutcome]:
        """The checks that are red: root causes."""
        return [check for check in self.checks if check.status in ("failed", "error")]

    @property
    def functions(self) -> dict[str, list[CheckOutcome]]:
        """The checks by function, in the order in which they depend on each other."""
        by_function: dict[str, list[CheckOutcome]] = {}
        for check in self.checks:
            by_function.setdefault(check.function, []).append(check)
        return by_function

    @property
    def started(self) -> bool:
        """Whether anything was handed in: at least one function does something."""
        return any(check.kind == "exists" and check.status == "passed" for check in self.checks)


class Head(msgspec.Struct):
    """What marks and counts are made from: the rest of a published outcome is not decoded for it."""

    status: Status
    points: float
    max_points: float


def head(outcome: bytes) -> Head:
    """The head of an outcome in its published form."""
    return msgspec.json.decode(outcome, type=Head)


def overall(checks: list[CheckOutcome]) -> Status:
    """The status of an exercise, or of some of its checks."""
    for status in ("failed", "error", "skipped"):
        if any(check.status == status for check in checks):
            return status
    return "passed"


def to_json(outcome: Outcome) -> dict[str, Any]:
    """The published form: plain JSON types, `format` first, no text in it that acts on whoever reads it."""
    data: dict[str, Any] = _harmless(msgspec.to_builtins(outcome))
    return {"format": data.pop("format"), **data}


def _harmless(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value, LONGEST)
    if isinstance(value, list):
        return [_harmless(item) for item in value]
    return {_harmless(key): _harmless(item) for key, item in value.items()} if isinstance(value, dict) else value
