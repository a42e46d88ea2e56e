"""Decodes what a worker reports of a step."""

from typing import Any

from . import wire


def decode_report(report: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Decode the values in one step's report."""
    decoded = dict(report)
    if "value" in report:
        decoded["value"] = decode_result(report["value"], data)
        decoded["after"] = [wire.decode(item, data) for item in report.get("after", ())]
    return decoded


def decode_result(item: Any, data: bytes) -> Any:
    """Decode a returned value, in which ["x"] marks what stayed in the worker."""
    if isinstance(item, list) and len(item) == 2 and item[0] in ("t", "l") and isinstance(item[1], list):
        values = [wire.Opaque("cache") if part == ["x"] else wire.decode(part, data, 1) for part in item[1]]
        return tuple(values) if item[0] == "t" else values
    return wire.decode(item, data)
