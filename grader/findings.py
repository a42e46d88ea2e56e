"""What one check finds in one case: the comparison of a report with what the reference answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from grader import compare
from grader.outcome import FaultKind
from grader.plan import Check, FunctionPlan, Slot
from grader.worker.reports import Report
from grader.worker.wire import Opaque

#: How Python says that a driver asked for a function that the submission does not define.
MISSING = "module 'submission' has no attribute"


@dataclass(frozen=True)
class Finding:
    """Something wrong: what, where, and the two values."""

    kind: FaultKind
    what: str
    slot: int | None = None
    where: str | None = None
    yours: Any = None
    expected: Any = None
    index: tuple[int, ...] | None = None
    fault: dict[str, Any] | None = None
    asks: Literal["value", "shape", "dtype", "there"] = "value"  # what of it `yours` and `expected` are
    changed: tuple[int, ...] = ()  # arguments that a call changed
    wrong: Any = None  # which entries differ


def fault_kind(fault: dict[str, Any], *, driven: bool = False) -> FaultKind:
    """The kind of verdict that an exception is; a driver's own stumble over a result means that the result is wrong."""
    if fault["type"] in ("NotImplementedError", "NameError", "UnboundLocalError"):
        return "not_implemented"
    if fault["type"] == "AttributeError" and MISSING in fault["message"]:
        return "not_implemented"
    if fault["type"] == "MemoryError":
        return "memory"
    if fault["type"] == "TypeError" and not fault["frames"] and "argument" in fault["message"]:
        return "contract"
    if driven and not fault["frames"]:
        return "not_implemented" if "NoneType" in fault["message"] else "contract"
    return "raised"


def fault_finding(function: FunctionPlan, fault: dict[str, Any]) -> Finding:
    """Describe an exception."""
    kind = fault_kind(fault, driven=function.driven)
    name = function.name
    if kind == "contract" and function.driven:
        asked = "cannot be called as asked" if "() " in fault["message"] else "gives something else than asked"
        return Finding(kind, f"{name} {asked}: {fault['message']}", fault=fault)
    if kind == "contract":
        takes = ", ".join(function.parameters)
        return Finding(kind, f"{name} cannot be called as {name}({takes}): {fault['message']}", fault=fault)
    if kind == "memory":
        return Finding(kind, f"{name} runs out of memory", fault=fault)
    message = f": {fault['message']}" if fault["message"] else ""
    return Finding(kind, f"{name} raises {fault['type']}{message}", fault=fault)


def at_line(file: str, cell: int, line: int) -> str:
    """Name a line of a file, or of a cell of a notebook."""
    return f"{file}, cell {cell}, line {line}" if cell else f"{file}, line {line}"


def last_line(file: str, fault: dict[str, Any]) -> str:
    """The line of the submission at which something was raised; the file where no line is known."""
    return next((at_line(file, cell, line) for cell, line, _, _ in reversed(fault["frames"])), file)


def parts(function: FunctionPlan, report: Report) -> tuple[list[Any], Finding | None]:
    """Split a report into the function's results; a Finding where their number or type is wrong."""
    value = report.value
    if function.bare:
        if isinstance(value, tuple | list) and len(value) == 1:
            value = value[0]
        if isinstance(value, tuple | list):
            what = f"{function.name} returns {_several(len(value))}; return {function.results[0]} alone"
            return [], Finding("contract", what)
        return [value], None
    wanted = ", ".join(function.results)
    if not isinstance(value, tuple | list):
        returned = describe(value).replace("of type", "something of type")
        what = f"{function.name} returns {returned}; return {len(function.results)} values: {wanted}"
        return [], Finding("contract", what)
    if len(value) != len(function.results):
        what = f"{function.name} returns {_several(len(value))}; return {len(function.results)}: {wanted}"
        return [], Finding("contract", what)
    return list(value), None


def _several(count: int) -> str:
    return "1 value" if count == 1 else f"{count} values"


def value_of(function: FunctionPlan, slot: Slot, values: list[Any], report: Report) -> Any:
    """The part of a report that a slot judges."""
    if slot.path[0] == "after":
        left = dict(zip(function.after, report.after, strict=False))
        owner = left.get(slot.path[1])
    else:
        owner = values[slot.path[1]]
    if len(slot.path) == 2:
        return owner
    return owner.get(slot.path[2]) if isinstance(owner, dict) else None


def contract(
    function: FunctionPlan, slot: Slot, place: int, value: Any, expected: Any, *, lenient: bool = False
) -> Finding | None:
    """Whether a value has the right type, shape and dtype and is finite; `lenient` allows integers for floats."""
    if expected is None:
        return None
    name = f"{function.name}: {slot.name}"
    if value is None and slot.check.startswith("state "):
        return Finding("contract", f"{name} is missing", place, expected=describe(expected), asks="there")
    if slot.number and isinstance(value, float | int | np.generic):
        value = np.asarray(value)
    if slot.number and isinstance(value, np.ndarray) and value.shape == ():
        pass
    elif not isinstance(value, np.ndarray) and not (isinstance(value, np.generic) and np.shape(expected) == ()):
        wanted = "a number" if slot.number else f"an array of shape {shape(expected)}"
        return Finding("contract", f"{name} is {describe(value)}, not {wanted}", place)
    if np.shape(value) != np.shape(expected):
        what = f"{name} has the wrong shape"
        return Finding("contract", what, place, None, shape(value), shape(expected), asks="shape")
    kind = np.asarray(value).dtype
    fits = {"float": "f", "int": "iu", "bool": "b"}[slot.dtype] + ("iub" if lenient or slot.number else "")
    if kind.kind not in fits or (kind.kind == "f" and kind.itemsize != 8 and not lenient):
        wanted = {"float": "float64", "int": "integers", "bool": "booleans"}[slot.dtype]
        what = f"{name} has the wrong type"
        return Finding("contract", what, place, None, str(kind.name), wanted, asks="dtype")
    return None


def difference(
    function: FunctionPlan, slot: Slot, place: int, value: Any, expected: Any, tolerance: compare.Tolerance
) -> Finding | None:
    """The first entry that differs, and how many do."""
    if expected is None:
        return None
    mask = compare.wrong(value, expected, tolerance)
    if not mask.any():
        return None
    what = f"{function.name}: {slot.name} is wrong"
    if not np.isfinite(np.asarray(value, float)).all() and np.isfinite(np.asarray(expected, float)).all():
        what = f"{function.name}: {slot.name} is not finite"
        mask = ~np.isfinite(np.asarray(value, float))
    index = tuple(int(i) for i in np.argwhere(mask)[0]) if np.ndim(value) else ()
    where = None
    if np.ndim(value):
        where = f"{slot.name}[{', '.join(map(str, index))}]; {_share(int(mask.sum()), int(mask.size))}"
    return Finding("wrong", what, place, where, np.array(value), np.array(expected), index, wrong=mask)


def _share(wrong: int, total: int) -> str:
    if total == 1:
        return "it is the only element"
    return f"{wrong} of {total} elements {'is' if wrong == 1 else 'are'} wrong"


def find(check: Check, function: FunctionPlan, report: Report, expected: Sequence[Any]) -> Finding | None:
    """What a check finds in one call; `expected` has None where a slot is not judged in this case."""
    if report.skipped:
        return None
    if check.kind == "mutation":
        changed = [i for i in report.mutated if i not in function.may_change]
        names = [function.parameters[i] for i in changed if 0 <= i < len(function.parameters)]
        if names:
            what = f"{function.name} changes its input {', '.join(names)}. Work on a copy, or make a new array."
            return Finding("wrong", what, changed=tuple(changed))
        if function.forward is None or not report.reached:
            return None
        what = (
            f"{function.name} changes an array that an earlier call was given or returned, and that its caller still "
            f"has. Such an array may stand in the cache: work on a copy, or make a new one."
        )
        return Finding("wrong", what)
    if report.fault is not None:
        return fault_finding(function, report.fault)
    values, finding = parts(function, report)
    if finding is not None:
        return finding
    lenient = check.name == "integers"
    for place, slot in enumerate(function.slots):
        if check.slot not in (None, place) or expected[place] is None:
            continue
        value = value_of(function, slot, values, report)
        if slot.flat:
            value = compare.aligned(value, expected[place])
        if value is None and check.kind == "contract" and not slot.check.startswith("state "):
            continue  # half-filled: the slot's own check says so
        if value is None and check.slot == place and not slot.check.startswith("state "):
            return Finding("not_implemented", f"{function.name} does not compute {slot.name} yet: it is None", place)
        finding = contract(function, slot, place, value, expected[place], lenient=lenient)
        if finding is None and check.kind != "contract":
            tolerance = compare.loosened(function.tolerance)
            finding = difference(function, slot, place, value, expected[place], tolerance)
        if finding is not None:
            return finding
    return None


def shape(value: Any) -> str:
    """A shape as NumPy prints it."""
    return str(np.shape(value))


def describe(value: Any) -> str:
    """Name a value that is not what was asked for."""
    match value:
        case None:
            return "None"
        case Opaque():
            return f"of type {value.type_name}"
        case np.ndarray():
            return f"an array of shape {shape(value)}"
        case tuple() | list():
            return f"a {type(value).__name__} of {len(value)}"
        case dict():
            return "a dictionary"
    return f"of type {type(value).__name__}"
