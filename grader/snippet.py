"""A failing case as a few lines of NumPy that a student can paste and run."""

from itertools import chain, count
from typing import Any

import numpy as np

from grader.findings import Finding
from grader.plan import FunctionPlan, Plan
from grader.submission import Submission
from grader.worker import wire


class Snippet:
    """The calls of a program up to one of them, as source, and the values that go in."""

    def __init__(
        self, plan: Plan, steps: list[dict[str, Any]], payload: bytes, place: int, *, whole: bool = False
    ) -> None:
        self.plan = plan
        self.steps = steps
        self.payload = payload
        self.place = place
        self.needed = list(range(place + 1)) if whole else _needed(steps, place)
        self.inputs: dict[str, Any] = {}
        self.axes: dict[str, list[str]] = {}
        self._given: list[str] = []
        self._calls: list[list[str]] = []
        self._args: dict[int, list[str]] = {}
        self._results: dict[int, list[str]] = {}
        for index in self.needed:
            self._call(index)

    def source(self, submission: Submission, finding: Finding) -> str:
        """Python source that makes the calls and shows what a check found in the last of them."""
        *before, last = self._calls
        kept, shown = self._shown(finding)
        body = [*self._given, *(line for call in before for line in call), *kept, *last, *shown]
        return "\n".join([*self._head(submission), "", *body])

    def _head(self, submission: Submission) -> list[str]:
        """The imports; the names are those under which the submission defines its functions."""
        defined = submission.defines()
        functions = [self.plan.functions[name] for name in dict.fromkeys(self.steps[i]["fn"] for i in self.needed)]
        names = {it.name: next((name for name in it.names if name in defined), it.name) for it in functions}
        module, _, suffix = submission.name.rpartition(".")
        if suffix != "py" or not module.isidentifier():  # a notebook: to be run below the functions
            return ["import numpy as np"]
        imported = [name if theirs == name else f"{theirs} as {name}" for name, theirs in names.items()]
        return ["import numpy as np", f"from {module} import {', '.join(imported)}"]

    def _call(self, index: int) -> None:
        step = self.steps[index]
        function = self.plan.functions[step["fn"]]
        args: list[str] = []
        lines: list[str] = []
        for name, item in zip(function.parameters, step["args"], strict=False):
            if item[0] == "out":
                args.append(self._results[item[1]][item[2] or 0])
            elif item[0] == "arg":
                args.append(self._args[item[1]][item[2]])
                lines += [f"{args[-1]}[{key!r}] = {_source(decode(value, self.payload))}" for key, value in item[3]]
            else:
                args.append(self._input(function, name, item))
        mark = f"_{index + 1}" if len(self.needed) > 2 else ""
        self._args[index] = args
        self._results[index] = [f"{name}{mark}" for name in function.results]
        self._calls.append([*lines, f"{', '.join(self._results[index])} = {function.name}({', '.join(args)})"])

    def _input(self, function: FunctionPlan, name: str, item: list[Any]) -> str:
        """Give a value a name: its parameter's, or one beside it where that stands for something else."""
        value = decode(item, self.payload)
        names = chain([name, f"other_{name}"], (f"other_{name}_{number}" for number in count(2)))
        candidate = next(it for it in names if it not in self.inputs or _same(self.inputs[it], value))
        if candidate not in self.inputs:
            self._given.append(f"{candidate} = {_source(value, item)}")
            self.inputs[candidate] = value
            self.axes |= _axes(function, name, value, candidate)
        return candidate

    def _shown(self, finding: Finding) -> tuple[list[str], list[str]]:
        """Lines to stand before the last call, and after it."""
        function = self.plan.functions[self.steps[self.place]["fn"]]
        if finding.changed:
            names = [self._args[self.place][i] for i in finding.changed]
            arrays = [name for name in names if isinstance(self.inputs.get(name), np.ndarray)]
            kept = [f"{name}_before = {name}.copy()" for name in arrays]
            return kept, [f"print(np.array_equal({name}, {name}_before))  # expected: True" for name in arrays]
        if finding.slot is None:
            return [], []
        where, i, *key = function.slots[finding.slot].path
        owner = (self._results if where == "result" else self._args)[self.place][i]
        if finding.asks == "there":
            return [], [f"print({key[0]!r} in {owner})  # expected: True"]
        shown = owner + "".join(f"[{k!r}]" for k in key)
        if finding.asks != "value":
            return [], [f"print({shown}.{finding.asks})  # expected: {finding.expected}"]
        expected = "" if finding.expected is None else f"  # expected: {_expected(finding.expected)}"
        return [], [f"print({shown}){expected}"]


def _axes(function: FunctionPlan, name: str, value: Any, shown: str) -> dict[str, list[str]]:
    """The names of an input's axes, by the name that it is shown under; of a dictionary's arrays, by "name.key"."""
    if isinstance(value, dict):
        inner = (_axes(function, f"{name}.{key}", part, f"{shown}.{key}") for key, part in value.items())
        return {key: axes for found in inner for key, axes in found.items()}
    axes = function.axes(name, value.ndim) if isinstance(value, np.ndarray) else None
    return {} if axes is None else {shown: axes}


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


def _same(one: Any, other: Any) -> bool:
    """Whether one name can stand for both; each call has a dictionary or generator of its own."""
    return type(one) is type(other) and not isinstance(one, dict | np.random.Generator) and np.array_equal(one, other)


def decode(item: list[Any], payload: bytes) -> Any:
    """Return the Python value of an argument of a step."""
    if item[0] == "rng":
        return np.random.default_rng(item[1])
    if item[0] == "d":
        return {key: decode(value, payload) for key, value in item[1]}
    return wire.decode(item, payload)


def _source(value: Any, item: list[Any] | None = None) -> str:
    if isinstance(value, np.ndarray):
        text = f"np.array({_number(value.tolist())})" if value.size else f"np.zeros({value.shape})"
        if value.size and value.dtype.kind not in "fb":
            text = f"{text[:-1]}, dtype=np.{value.dtype.name})"
        layout = item[-1] if item is not None else ""
        laid_out = {"F": f"np.asfortranarray({text})", "S": f"np.repeat({text}, 2, axis=-1)[..., ::2]"}
        return laid_out.get(layout, text)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_source(part)}" for key, part in value.items()) + "}"
    if isinstance(value, np.random.Generator):
        return f"np.random.default_rng({item[1] if item else 0})"
    return _number(value)


def _number(value: Any) -> str:
    text = repr(value)
    return text if isinstance(value, str) else text.replace("inf", "np.inf").replace("nan", "np.nan")
