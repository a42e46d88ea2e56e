"""What is asked of an exercise: its functions, what of their results is judged, and the checks in order.

A plan is kept in the battery's cache, so that a check whose battery is known needs no solution and no .toml.
"""

from typing import Any, Literal

import msgspec

CheckKind = Literal["exists", "contract", "values", "gradient", "stability", "mutation", "state", "property"]
Role = Literal["forward", "backward", "loss", "plain"]


class Slot(msgspec.Struct, frozen=True):
    """One judged part of what a function gives back: a result, or a key that it leaves in a dictionary."""

    name: str
    path: list[Any]  # ["result", i], ["result", i, key] or ["after", j, key]
    check: str  # the name of the check that judges it
    dtype: Literal["float", "int", "bool"]
    number: bool = False  # a Python number will do
    flat: bool = False  # axes of length 1 do not count
    axes: list[str] = []  # the words of its shape; empty where it has several shapes, or none


class Check(msgspec.Struct, frozen=True):
    """One question, with its points and the checks that it waits for."""

    function: str
    name: str
    kind: CheckKind
    points: float
    needs: list[str] = []
    slot: int | None = None

    @property
    def id(self) -> str:
        """The name under which other checks and mistakes know it."""
        return f"{self.function}: {self.name}"


class FunctionPlan(msgspec.Struct, frozen=True):
    """One function as the judge sees it."""

    name: str
    role: Role
    names: list[str]  # under which a submission may define it
    parameters: list[str]
    slots: list[Slot]
    results: list[str]
    opaque: list[int]
    after: list[int]  # arguments reported as the call left them
    bare: bool
    forward: str | None
    gradients: list[str]  # for a backward: the parameters of its forward, in order
    tolerance: float | None
    may_change: list[int]
    random: bool
    driven: bool = False  # a driver's: it calls what the student wrote, with other arguments
    shapes: dict[str, list[list[str]]] = {}  # of inputs ("x", "param.key") and slots, every one that is allowed

    def axes(self, name: str, rank: int) -> list[str] | None:
        """Names of the axes of an input or a slot that came with so many; "" for an axis without a name."""
        for words in self.shapes.get(name, []):
            variadic = [place for place, word in enumerate(words) if word.startswith("*")]
            if variadic and rank >= len(words) - 1:
                words = [*words[: variadic[0]], *[""] * (rank - len(words) + 1), *words[variadic[0] + 1 :]]
            if len(words) == rank:
                return ["" if word.isdigit() else word.replace("*", "") for word in words]
        return None

    def pick(self, slot: Slot, report: Any) -> Any:
        """The part of an honest report that a slot judges; None where an option was not left."""
        if slot.path[0] == "after":
            return report.after[self.after.index(slot.path[1])].get(slot.path[2])
        value = report.value if self.bare else report.value[slot.path[1]]
        return value if len(slot.path) == 2 else value.get(slot.path[2])


class Plan(msgspec.Struct, frozen=True):
    """Everything but the cases."""

    exercise: str
    title: str
    version: str
    functions: dict[str, FunctionPlan]
    checks: list[Check]
    driver: str = ""
    blocks: dict[str, list[str]] = {}  # what stands along an axis that holds several: {"4*H": ["i", "f", "o", "g"]}
