"""Runs programs: short lists of calls whose arguments are arrays, options and earlier results.

The untrusted worker runs them on a submission, the grader runs the same programs on the reference.

A step is {"fn": name, "args": [value, ...], "opaque": [i, ...], "after": [i, ...]}: the call, which results stay
here (caches), and which arguments are to be reported as the call left them. Besides the values of `wire`, an
argument may be ["out", step, index] (a result of an earlier step; index null: the whole result), ["arg", step,
index, changes] (the very object that an earlier step was given, with some keys set), ["kept", key, index] (a
result of an earlier program), or ["rng", seed].
"""

import math
import traceback
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from . import cells, wire

Function = Callable[..., Any]

#: Larger arrays, which no honest function returns here, are not compared with what they were.
WATCHED = 1 << 20


class Runner:
    """Runs programs on a set of functions; `locate` names the file whose frames a traceback shows."""

    def __init__(self, functions: dict[str, Function], locate: str) -> None:
        self.functions = functions
        self.locate = locate
        self.kept: dict[str, Any] = {}
        self.calls: dict[str, int] = {}
        self.warned: list[str] = []

    def run(self, steps: list[dict[str, Any]], payload: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
        """Run one program; yield a report and its array bytes for each step.

        A step that is to be skipped, or needs the result of one that failed, reports {"skipped": true}.
        """
        results: list[Any] = []
        arguments: list[list[Any]] = []
        outside: list[Any] = []  # arrays that the caller has: it gave them to earlier steps, or was given them
        for step in steps:
            try:
                args, arrays = self._arguments(step["args"], payload, results, arguments)
            except _Missing:
                args = None
            if args is None or "skip" in step:
                results.append(_MISSING)
                arguments.append([])
                yield {"skipped": True}, b""
                continue
            before = [array.tobytes() for array in outside]
            report, result, data = self._call(step, args, arrays)
            report["reached"] = any(array.tobytes() != old for array, old in zip(outside, before, strict=True))
            outside += [array for _, array in arrays] + _handed_out(result, step.get("opaque", ()))
            results.append(result)
            arguments.append(args)
            if "keep" in step:
                self.kept[step["keep"]] = result
            yield report, data

    def _call(
        self, step: dict[str, Any], args: list[Any], arrays: list[tuple[int, Any]]
    ) -> tuple[dict[str, Any], Any, bytes]:
        before = [(index, array, _state(array)) for index, array in arrays]
        self.calls.clear()
        self.warned.clear()
        encoder = wire.Encoder(most=wire.MAX_VALUES)
        report: dict[str, Any] = {}
        try:
            result = self.functions[step["fn"]](*args)
            report["value"] = self._encode(result, step.get("opaque", ()), encoder)
            report["after"] = [encoder.value(args[index]) for index in step.get("after", ())]
        except BaseException as error:
            result = _MISSING
            report = {"fault": describe(error, self.locate)}
        report["mutated"] = sorted({i for i, array, old in before if _state(array) != old})
        report["calls"] = dict(self.calls)
        report["warned"] = list(dict.fromkeys(self.warned))[:5]
        return report, result, bytes(encoder.payload)

    def _encode(self, result: Any, opaque: Any, encoder: wire.Encoder) -> list[Any]:
        if type(result) in (tuple, list) and opaque:
            items = [["x"] if i in opaque else encoder.value(item, 1) for i, item in enumerate(result)]
            return ["t" if type(result) is tuple else "l", items]
        return encoder.value(result)

    def _arguments(
        self, items: list[Any], payload: bytes, results: list[Any], arguments: list[list[Any]]
    ) -> tuple[list[Any], list[tuple[int, Any]]]:
        args: list[Any] = []
        arrays: list[tuple[int, Any]] = []
        for index, item in enumerate(items):
            match item:
                case ["out", step, part]:
                    value = _part(results[step], part)
                case ["kept", key, part]:
                    value = _part(self.kept.get(key, _MISSING), part)
                case ["arg", step, part, changes]:
                    value = _part(arguments[step], part)
                    for key, change in changes:
                        value[key] = self._value(change, payload, [])
                case _:
                    found: list[Any] = []
                    value = self._value(item, payload, found)
                    arrays += [(index, array) for array in found]
            args.append(value)
        return args, arrays

    def _value(self, item: Any, payload: bytes, found: list[Any]) -> Any:
        """Build one argument; the arrays in it are fresh, writable copies, also listed in `found`."""
        match item:
            case ["a", dtype, shape, offset, *layout]:
                count = math.prod(shape)
                array = np.frombuffer(payload, dtype, count, offset).reshape(shape)
                array = _lay_out(array, layout[0] if layout else "C")
                found.append(array)
                return array
            case ["d", pairs]:
                return {key: self._value(part, payload, found) for key, part in pairs}
            case ["t" | "l" as tag, parts]:
                values = [self._value(part, payload, found) for part in parts]
                return tuple(values) if tag == "t" else values
            case ["rng", seed]:
                return np.random.default_rng(seed)
        return wire.decode(item, payload)


def _state(array: Any) -> tuple[Any, bytes]:
    """What a function must leave as it was: shape and bytes."""
    return array.shape, array.tobytes()


class _Missing(Exception):
    """An argument that an earlier step was to give, and did not."""


_MISSING = object()


def _part(result: Any, index: int | None) -> Any:
    """Return a result, or one of several."""
    if result is _MISSING:
        raise _Missing
    if index is None:
        return result
    if type(result) not in (tuple, list) or index >= len(result):
        raise _Missing
    return result[index]


def _handed_out(result: Any, opaque: Any) -> list[Any]:
    """The arrays of a result that its caller sees."""
    items = result if type(result) in (tuple, list) else [result]
    seen = [item for index, item in enumerate(items) if index not in opaque and type(item) is np.ndarray]
    return [array for array in seen if array.nbytes <= WATCHED]


def _lay_out(array: Any, layout: str) -> Any:
    if layout == "F":
        return np.array(array, order="F")
    if layout == "S":  # strided: every other entry of a larger array
        wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), array.dtype) if array.ndim else array
        wide[..., ::2] = array
        return wide[..., ::2]
    return np.array(array, order="C")


def counted(function: Function, name: str, calls: dict[str, int]) -> Function:
    """Wrap a function so that calls to it through its module are counted."""

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        calls[name] = calls.get(name, 0) + 1
        return function(*args, **kwargs)

    return wrapper


def describe(error: BaseException, locate: str) -> dict[str, Any]:
    """Say what was raised as short plain text, with the frames of the submission only."""
    frames: list[list[Any]] = []
    try:
        for frame in traceback.extract_tb(error.__traceback__):
            cell = cells.place(frame.filename, locate)
            if cell is not None and len(frames) < 50:
                frames.append([cell, frame.lineno or 0, _text(frame.name, 80), _text(frame.line or "", 200)])
        if isinstance(error, SyntaxError) and (cell := cells.place(error.filename or "", locate)) is not None:
            frames.append([cell, error.lineno or 0, "<module>", _text((error.text or "").strip(), 200)])
    except BaseException:
        frames = []
    return {
        "type": _said(lambda: type(error).__name__, 80, "error"),
        "message": _said(lambda: error.msg if isinstance(error, SyntaxError) else error, 500, "(it cannot be shown)"),
        "name": _said(lambda: error.name if isinstance(error, ImportError | NameError) else None, 80, ""),
        "frames": frames[-8:],
    }


def _said(read: Callable[[], Any], limit: int, otherwise: str) -> str:
    """What an exception says of itself: code of the submission, which may raise anything."""
    try:
        value = read()
        return otherwise if value is None else _text(value, limit)
    except BaseException:
        return otherwise


def _text(value: Any, limit: int) -> str:
    return str(value)[:limit].encode("ascii", "backslashreplace").decode("ascii")[: 4 * limit]


def collect_warnings(into: list[str]) -> None:
    """Collect what would be printed as warnings, once each."""
    warnings.simplefilter("always")

    def show(message: Any, category: Any, filename: str, lineno: int, file: Any = None, line: Any = None) -> None:
        if len(into) < 20:
            into.append(f"{_text(category.__name__, 40)}: {_text(message, 200)} (line {int(lineno)})")

    warnings.showwarning = show
