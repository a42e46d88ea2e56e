"""What one call of a program gave: decoded only where somebody looks."""

from functools import cached_property
from typing import Any

from . import wire


class Report:
    """One step's report: it was skipped, a fault, or a value with what was left in the arguments.

    `header` and `data` come from `program.Runner`; where they come from another process, `checked` looks at them first.
    """

    def __init__(self, header: dict[str, Any], data: bytes) -> None:
        self._header = header
        self.data = data
        self.skipped: bool = "skipped" in header
        self.fault: dict[str, Any] | None = header.get("fault")
        self.answered: bool = "value" in header
        self.mutated: list[int] = header.get("mutated", [])
        self.reached: bool = header.get("reached", False)
        self.calls: dict[str, int] = header.get("calls", {})
        self.warned: list[str] = header.get("warned", [])

    @property
    def layout(self) -> tuple[Any, Any]:
        """Types, shapes and places in `data` of what was returned and of what was left."""
        return self._header["value"], self._header["after"]

    @property
    def listed(self) -> bool:
        """Whether a list was returned."""
        return self.answered and self._header["value"][0] == "l"

    def laid_out_as(self, other: "Report") -> bool:
        """Whether both have the same types and shapes in the same places, so that both can be decoded or neither."""
        return self.layout == other.layout and len(self.data) == len(other.data)

    def with_data(self, data: bytes) -> "Report":
        """Return other numbers in the same layout."""
        return Report(self._header, data)

    def decode(self) -> None:
        """Decode all that there is, so that what cannot be decoded is refused now."""
        if self.answered:
            _ = self.value, self.after

    @cached_property
    def value(self) -> Any:
        """What the function returned, in which `Opaque` stands for what stayed in the worker."""
        item = self._header["value"]
        if isinstance(item, list) and len(item) == 2 and item[0] in ("t", "l") and isinstance(item[1], list):
            values = [wire.Opaque("cache") if part == ["x"] else wire.decode(part, self.data, 1) for part in item[1]]
            return tuple(values) if item[0] == "t" else values
        return wire.decode(item, self.data)

    @cached_property
    def after(self) -> list[Any]:
        """The watched arguments as the call left them."""
        return [wire.decode(item, self.data) for item in self._header["after"]]
