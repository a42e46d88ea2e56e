"""Builds programs from drawn inputs: which calls are made, in which order, on what.

A trial is a program with Python values in it; `encode` turns it into the steps that `worker.program` runs.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from grader.entries import Draw, Wish, grid
from grader.plan import Plan
from grader.planning import options
from grader.reference import Reference
from grader.signature import Array, Function, members
from grader.spec import Options as Said
from grader.strategies import Drawn, Space
from grader.worker import wire


@dataclass(frozen=True)
class Out:
    """A result of an earlier step; index None stands for the whole result."""

    step: int
    index: int | None


@dataclass(frozen=True)
class Same:
    """The very object that an earlier step was given, with some keys set."""

    step: int
    index: int
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Laid:
    """An array handed over in another memory layout: "F" (Fortran order) or "S" (strided)."""

    array: Any
    layout: str


@dataclass
class Trial:
    """A program with its values; `asks` says which steps answer a check."""

    axes: dict[str, int]
    steps: list[tuple[str, list[Any]]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many numbers go in: the order in which cases are looked at."""
        return sum(_count(value) for _, args in self.steps for value in args)

    def add(self, function: str, args: list[Any]) -> int:
        """Append a call; return its place."""
        self.steps.append((function, args))
        return len(self.steps) - 1


def encode(trial: Trial, plan: Plan, encoder: wire.Encoder) -> list[dict[str, Any]]:
    """Return the trial's steps; the arrays go to the encoder."""
    steps = []
    for name, args in trial.steps:
        function = plan.functions[name]
        step: dict[str, Any] = {"fn": name, "args": [_encode(value, encoder) for value in args]}
        if function.opaque:
            step["opaque"] = function.opaque
        if function.after:
            step["after"] = function.after
        steps.append(step)
    return steps


def _encode(value: Any, encoder: wire.Encoder) -> list[Any]:
    match value:
        case np.ndarray():  # first: from NumPy 2.5 on an array may match a sequence
            return encoder.value(value)
        case Out(step, index):
            return ["out", step, index]
        case Same(step, index, changes):
            return ["arg", step, index, [[key, _encode(item, encoder)] for key, item in changes.items()]]
        case Laid(array, layout):
            return [*encoder.value(np.ascontiguousarray(array)), layout]
        case ("rng", seed):
            return ["rng", seed]
        case dict():
            return ["d", [[key, _encode(item, encoder)] for key, item in value.items()]]
    return encoder.value(value)


def _count(value: Any) -> int:
    if isinstance(value, Laid):
        value = value.array
    if isinstance(value, dict):
        return sum(map(_count, value.values()))
    return int(value.size) if isinstance(value, np.ndarray) else 0


class Unit:
    """A function that stands alone, or a forward with its backwards; everything that is drawn for it."""

    def __init__(self, reference: Reference, plan: Plan, functions: dict[str, Function], name: str) -> None:
        self.reference = reference
        self.plan = plan
        self.name = name
        self.forward = functions[name]
        self.backwards = [functions[other] for other, it in plan.functions.items() if it.forward == name]
        self.space = Space(reference.exercise, self.forward)
        self.said = options(reference.exercise, name)

    def ordinary(self, draw: Draw, wish: Wish) -> Trial:
        """The forward, and each backward after a forward of its own."""
        wish = self._training(wish)
        drawn = self.space.draw(draw, wish)
        trial = Trial(drawn.axes)
        trial.add(self.name, self._args(drawn))
        for place, backward in enumerate(self.backwards):
            if place:
                trial.add(self.name, self._args(drawn))
            self._back(draw, trial, backward, len(trial.steps) - 1, wish)
        return trial

    def forward_only(self, draw: Draw, wish: Wish) -> Trial:
        """The forward with any options, for functions whose backward asks for some."""
        drawn = self.space.draw(draw, wish)
        trial = Trial(drawn.axes)
        trial.add(self.name, self._args(drawn))
        return trial

    def laid_out(self, draw: Draw, wish: Wish, layout: str) -> Trial:
        """As `ordinary`, with every array in another memory layout."""
        trial = self.ordinary(draw, wish)
        trial.steps = [
            (name, [Laid(v, layout) if isinstance(v, np.ndarray) and v.ndim else v for v in args])
            for name, args in trial.steps
        ]
        return trial

    def integers(self, draw: Draw, wish: Wish) -> Trial:
        """The forward with whole numbers, typed so, in its first array."""
        first = self.forward.parameters[0].name
        said = self.space.said(first)
        drawn = self.space.draw(draw, self._training(wish))
        array = drawn.values[first]
        if said.distinct:
            whole = np.argsort(np.argsort(array, axis=None)).reshape(array.shape) - array.size // 2
        else:
            low, high = said.range or (-3, 3)
            allowed = [k for k in range(math.ceil(low), math.floor(high) + 1) if k not in said.away_from]
            whole = np.random.default_rng(draw(st.integers(0, 2**32 - 1))).choice(allowed, array.shape)
        drawn.values[first] = whole.astype(np.int64)
        trial = Trial(drawn.axes)
        trial.add(self.name, self._args(drawn))
        return trial

    def again(self, draw: Draw, wish: Wish) -> Trial:
        """Two forwards before their backwards, a backward twice, and the first call once more."""
        wish = self._training(wish)
        first = self.space.draw(draw, wish)
        second = self.space.draw(draw, first.alike)
        trial = Trial(first.axes)
        one = trial.add(self.name, self._args(first))
        two = trial.add(self.name, self._args(second))
        for backward in self.backwards:
            self._back(draw, trial, backward, one, wish)
            self._back(draw, trial, backward, two, wish)
            trial.steps.append(trial.steps[-1])
        trial.add(self.name, self._args(first))
        return trial

    def chain(self, draw: Draw, wish: Wish) -> Trial:
        """Several calls in a row: results fed into the next call, or one dictionary given again and again."""
        said = self.said.chain
        assert said is not None
        drawn = self.space.draw(draw, self._training(wish))
        trial = Trial(drawn.axes)
        trial.add(self.name, self._args(drawn))
        for step in range(1, said.steps):
            fresh = self.space.draw(draw, drawn.alike).values
            changes = said.last if step == said.steps - 1 else {}
            args: list[Any] = []
            for place, parameter in enumerate(self.forward.parameters):
                name = parameter.name
                if name in said.feed:
                    args.append(Out(step - 1, None if self.forward.bare else said.feed[name]))
                elif name in said.keep:
                    mine = {key.partition(".")[2]: v for key, v in changes.items() if key.partition(".")[0] == name}
                    args.append(Same(0, place, mine))
                else:
                    args.append(fresh[name])
            trial.add(self.name, args)
        return trial

    def _args(self, drawn: Drawn) -> list[Any]:
        return [drawn.values[parameter.name] for parameter in self.forward.parameters]

    def _training(self, wish: Wish) -> Wish:
        if not (self.backwards or self.said.chain) or not self.said.train:
            return wish
        return replace(wish, choices={**wish.choices, **self.said.train})

    def _back(self, draw: Draw, trial: Trial, backward: Function, step: int, wish: Wish) -> None:
        outputs = iter(self._outputs(trial, step))
        cache = self.forward.opaque[0]
        args: list[Any] = []
        for parameter in backward.parameters:
            if any(isinstance(kind, Array) for kind in members(parameter.kind)):
                args.append(_upstream(draw, np.shape(next(outputs)), parameter.name, self.space, wish))
            else:
                args.append(Out(step, cache))
        trial.add(backward.name, args)

    def _outputs(self, trial: Trial, step: int) -> list[Any]:
        encoder = wire.Encoder()
        alone = Trial(trial.axes, [trial.steps[step]])
        steps = encode(alone, self.plan, encoder)
        report = self.reference.run(steps, bytes(encoder.payload))[0]
        if report.fault is not None:
            raise ReferenceFault(self.name, report.fault)
        values = report.value if isinstance(report.value, tuple) else (report.value,)
        return [value for value in values if isinstance(value, np.ndarray)]


class ReferenceFault(Exception):
    """The reference raised on inputs that its own .toml allows."""

    def __init__(self, function: str, fault: dict[str, Any]) -> None:
        super().__init__(f"{function} raises {fault['type']}: {fault['message']}")


def _upstream(draw: Draw, shape: tuple[int, ...], name: str, space: Space, wish: Wish) -> Any:
    """A random upstream gradient: never ones, under which softmax and the norms have gradient zero."""
    if wish.simple:
        count = int(np.prod(shape))
        return np.array([draw(st.sampled_from(grid(Said()))) for _ in range(count)], float).reshape(shape)
    rng = np.random.default_rng([draw(st.integers(0, 2**32 - 1)), len(name)])
    return rng.uniform(-2, 2, shape)


Build = Callable[[Draw, Wish], Trial]
