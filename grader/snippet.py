"""A failing case as a few lines of NumPy that a student can paste and run."""

from typing import Any

import numpy as np

from grader.plan import Plan
from grader.worker import wire


def inputs(plan: Plan, steps: list[dict[str, Any]], payload: bytes, place: int) -> dict[str, Any]:
    """The values that go into a step, by name: its own, and those of the calls whose results it takes."""
    named: dict[str, Any] = {}
    for index in _needed(steps, place):
        function = plan.functions[steps[index]["fn"]]
        for name, item in zip(function.parameters, steps[index]["args"], strict=False):
            if item[0] in ("out", "arg"):
                continue
            named[_free(name, item, named, payload)] = decode(item, payload)
    return named


def snippet(
    plan: Plan, module: str, steps: list[dict[str, Any]], payload: bytes, place: int, show: str | None, expected: Any
) -> str:
    """Python source that makes the calls up to `place` and prints `show`."""
    lines = ["import numpy as np", f"from {module} import {', '.join(_imports(steps, place))}", ""]
    named: dict[str, Any] = {}
    results: dict[int, list[str]] = {}
    calls: list[str] = []
    for index in _needed(steps, place):
        function = plan.functions[steps[index]["fn"]]
        args = []
        for name, item in zip(function.parameters, steps[index]["args"], strict=False):
            if item[0] == "out":
                args.append(results[item[1]][item[2]])
            elif item[0] == "arg":
                args.append(_shared(plan, steps, item))
                calls += [f"{args[-1]}[{key!r}] = {_source(decode(value, payload))}" for key, value in item[3]]
            else:
                free = _free(name, item, named, payload)
                if free not in named:
                    lines.append(f"{free} = {_source(decode(item, payload), item)}")
                named[free] = decode(item, payload)
                args.append(free)
        mark = "" if index not in results and len(_needed(steps, place)) < 3 else f"_{index + 1}"
        results[index] = [f"{name}{mark}" if mark else name for name in function.results]
        calls.append(f"{', '.join(results[index])} = {function.name}({', '.join(args)})")
    last = results[place]
    shown = next((name for name in last if show and name.startswith(show)), None)
    if shown:
        calls.append(f"print({shown})  # expected: {_expected(expected)}")
    return "\n".join(lines + calls)


def _expected(value: Any) -> str:
    if np.size(value) > 12:
        return "see the report"
    text = str(np.array2string(np.asarray(value), separator=", ", precision=8))
    return text.replace("\n", "")


def _needed(steps: list[dict[str, Any]], place: int) -> list[int]:
    """The steps whose results reach step `place`, and itself, in order."""
    needed = {place}
    for index in range(place, -1, -1):
        if index in needed:
            needed |= {item[1] for item in steps[index]["args"] if item[0] in ("out", "arg")}
    return sorted(needed)


def _imports(steps: list[dict[str, Any]], place: int) -> list[str]:
    return list(dict.fromkeys(steps[index]["fn"] for index in _needed(steps, place)))


def _shared(plan: Plan, steps: list[dict[str, Any]], item: list[Any]) -> str:
    name: str = plan.functions[steps[item[1]]["fn"]].parameters[item[2]]
    return name


def _free(name: str, item: list[Any], named: dict[str, Any], payload: bytes) -> str:
    """A name that is free, or already stands for the same value."""
    value = decode(item, payload)
    candidate, number = name, 1
    while candidate in named and not _same(named[candidate], value):
        number += 1
        candidate = f"{name}_{number}"
    return candidate


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) or isinstance(other, dict):
        return repr(one) == repr(other)
    return type(one) is type(other) and np.array_equal(one, other)


def decode(item: list[Any], payload: bytes) -> Any:
    """Return the Python value of an argument of a step."""
    if item[0] == "rng":
        return np.random.default_rng(item[1])
    if item[0] == "d":
        return {key: decode(value, payload) for key, value in item[1]}
    return wire.decode(item, payload)


def _source(value: Any, item: list[Any] | None = None) -> str:
    if isinstance(value, np.ndarray):
        text = f"np.array({_numbers(value)}" + (f", {_dtype(value)})" if _dtype(value) else ")")
        if value.size == 0 or 0 in value.shape:
            text = f"np.zeros({value.shape})"
        return f"np.asfortranarray({text})" if item is not None and item[-1] == "F" else text
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_source(part)}" for key, part in value.items()) + "}"
    if isinstance(value, np.random.Generator):
        return f"np.random.default_rng({item[1] if item else 0})"
    return repr(value)


def _numbers(value: Any) -> str:
    text = repr(value.tolist())
    return text.replace("inf", "np.inf").replace("nan", "np.nan")


def _dtype(value: Any) -> str:
    floats = value.dtype.kind == "f" and np.isfinite(value).all() and (value == value.round()).all()
    return "" if not floats or "." in _numbers(value) else "dtype=float"
