"""Hypothesis strategies for the inputs of a function: axes first, then options, then values."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.internal.conjecture import providers

from grader import signature
from grader.battery import cache_folder
from grader.course import Exercise
from grader.entries import DTYPES, Draw, Wish, array, scalar
from grader.errors import CourseError
from grader.signature import Array, Axis, Choice, Function, Generator, Nothing, Options, Scalar, members
from grader.spec import Options as Said

set_hypothesis_home_dir(cache_folder() / "hypothesis")  # else it makes a folder where the student works
if hasattr(providers, "_get_local_constants"):  # else what is drawn would depend on which modules are loaded
    _none = providers.Constants()  # type: ignore[attr-defined]
    providers._get_local_constants = lambda: _none
    providers.CONSTANTS_CACHE.cache.clear()  # what was drawn before in this process had looked for them

DEFAULT_AXIS = (1, 4)


@dataclass(frozen=True)
class Drawn:
    """The inputs of one call, and the wish that draws others of the same sizes and kinds."""

    axes: dict[str, int]
    values: dict[str, Any]
    alike: Wish


class Space:
    """Everything that can be drawn for one function."""

    def __init__(self, exercise: Exercise, function: Function) -> None:
        self.exercise = exercise
        self.function = function
        axes: dict[str, Any] = dict(exercise.spec.axes)
        self.at_most: dict[str, str] = axes.pop("at_most", {})
        self.product: dict[str, list[str]] = axes.pop("product", {})
        self.ranges: dict[str, tuple[int, int]] = {name: (low, high) for name, (low, high) in axes.items()}
        self.unseen = self._unseen()

    def _unseen(self) -> list[str]:
        """Axes that need not occur in a shape: those that an integer equals, and their fellow factors."""
        paths = [path for parameter in self.function.parameters for path in _paths(parameter.name, parameter.kind)]
        equal = [axis for path in paths if (axis := self.said(path).equals)]
        fellows = [factor for factors in self.product.values() if set(factors) & set(equal) for factor in factors]
        return list(dict.fromkeys(equal + fellows))

    def said(self, path: str, wish: Wish | None = None) -> Said:
        """What the .toml says of an input."""
        if wish is not None and path in wish.overrides:
            return wish.overrides[path]
        inputs = self.exercise.spec.inputs
        return inputs.get(f"{self.function.name}:{path}", inputs.get(path, Said()))

    def range_of(self, axis: str) -> tuple[int, int]:
        """The smallest and largest size of an axis."""
        return self.ranges.get(axis, DEFAULT_AXIS)

    def draw(self, draw: Draw, wish: Wish) -> Drawn:
        """Draw the inputs of one call."""
        wish = self._fitting(wish)
        chosen = {p.name: _choose(draw, p.name, p.kind, wish) for p in self.function.parameters}
        kinds = {name: members(kind)[place] for (name, place), kind in zip(chosen.items(), self._kinds(), strict=True)}
        kinds = {name: kind for name, kind in kinds.items() if not isinstance(kind, signature.Opaque)}
        axes = self._axes(draw, kinds, wish)
        values = {name: self._value(draw, name, kind, axes, wish) for name, kind in kinds.items()}
        sizes = {name: size for name, size in axes.items() if isinstance(size, int)}
        choices = {**wish.choices, **{f"{name}|": place for name, place in chosen.items()}}
        return Drawn(sizes, values, replace(wish, axes=axes, choices=choices))

    def _kinds(self) -> list[signature.Kind]:
        return [parameter.kind for parameter in self.function.parameters]

    def _fitting(self, wish: Wish) -> Wish:
        """Where a literal value is given for a union, its member of the same rank."""
        fixed: dict[str, int] = {}
        for parameter in self.function.parameters:
            value = self.said(parameter.name, wish).value
            arrays = {i: kind for i, kind in enumerate(members(parameter.kind)) if isinstance(kind, Array)}
            if value is None or not arrays:
                continue
            place = next((i for i, kind in arrays.items() if kind.variadic or len(kind.shape) == np.ndim(value)), None)
            if place is None:
                shape = np.shape(value)
                raise CourseError(
                    f"{self.exercise.toml}: inputs.{parameter.name}.value: no array of shape {shape} fits."
                )
            fixed[f"{parameter.name}|"] = place
        return replace(wish, choices={**wish.choices, **fixed}) if fixed else wish

    def choices(self) -> dict[str, list[Any]]:
        """Every path at which there is a choice, with its possibilities."""
        found: dict[str, list[Any]] = {}

        def visit(path: str, kind: signature.Kind, optional: bool) -> None:
            if isinstance(kind, signature.Union):
                found[f"{path}|"] = list(range(len(kind.members)))
                for member in kind.members:
                    visit(path, member, optional=False)
            elif isinstance(kind, Options):
                for key, inner in kind.keys.items():
                    visit(f"{path}.{key}", inner, key in kind.optional)
            elif isinstance(kind, Choice):
                found[path] = list(kind.values)
            elif (values := self.said(path).values) is not None:
                found[path] = list(values)
            elif kind == Scalar("bool"):
                found[path] = [False, True]
            if optional:
                found[f"{path}?"] = [True, False]

        for parameter in self.function.parameters:
            visit(parameter.name, parameter.kind, optional=False)
        return found

    def axis_names(self, wish: Wish) -> list[str]:
        """The axes that occur in the signature, those of the wished members first."""
        names: list[str] = []

        def visit(path: str, kind: signature.Kind) -> None:
            if isinstance(kind, signature.Union):
                chosen = wish.choices.get(f"{path}|", 0)
                visit(path, kind.members[chosen])
            elif isinstance(kind, Array):
                names.extend(axis.name for axis in kind.shape if axis.name and not axis.variadic)
            elif isinstance(kind, Options):
                for key, inner in kind.keys.items():
                    visit(f"{path}.{key}", inner)

        for parameter in self.function.parameters:
            visit(parameter.name, parameter.kind)
        return [name for name in dict.fromkeys(names + self.unseen) if name not in self.product]

    def _axes(self, draw: Draw, kinds: dict[str, signature.Kind], wish: Wish) -> dict[str, Any]:
        shapes = [axis for kind in kinds.values() for axis in _shapes(kind)]
        names = list(dict.fromkeys([*(axis.name for axis in shapes if axis.name is not None), *self.unseen]))
        variadic = {axis.name for axis in shapes if axis.variadic}
        axes: dict[str, Any] = {}
        literal = self._literal_axes(kinds, wish)
        for name in sorted(names, key=lambda name: name in self.at_most):
            factors = self.product.get(name)
            if name in literal:
                axes[name] = literal[name]
            elif name in variadic and name in wish.axes:
                axes[name] = wish.axes[name]
            elif factors and all(factor in names for factor in factors):
                continue
            elif name in variadic:
                low, high = self.range_of(name)
                high = min(high, wish.limits.get(name, high))
                rank = draw(st.integers(1, 3))
                axes[name] = tuple(draw(st.integers(low, high)) for _ in range(rank))
            else:
                axes[name] = self._size(draw, name, axes, wish)
        for name in names:
            if name not in axes:
                axes[name] = int(np.prod([axes[factor] for factor in self.product[name]]))
        return axes

    def _size(self, draw: Draw, name: str, axes: dict[str, Any], wish: Wish) -> int:
        low, high = self.range_of(name)
        high = int(min(high, axes.get(self.at_most.get(name, ""), high), wish.limits.get(name, high)))
        low = min(low, high)
        size: int = wish.axes[name] if name in wish.axes else draw(st.integers(low, high))
        return max(low, min(high, size))

    def _literal_axes(self, kinds: dict[str, signature.Kind], wish: Wish) -> dict[str, Any]:
        """Sizes that a literal value in the .toml fixes."""
        axes: dict[str, Any] = {}
        for name, kind in kinds.items():
            value = self.said(name, wish).value
            if value is not None and isinstance(kind, Array):
                shape = np.shape(value)
                if any(axis.variadic for axis in kind.shape):
                    axes |= {axis.name: shape for axis in kind.shape if axis.name}
                else:
                    for axis, size in zip(kind.shape, shape, strict=True):
                        if axis.name:
                            axes[axis.name] = (size - axis.more) // axis.factor
        return axes

    def _value(self, draw: Draw, path: str, kind: signature.Kind, axes: dict[str, Any], wish: Wish) -> Any:
        said = self.said(path, wish)
        match kind:
            case Nothing():
                return None
            case Generator():
                return ("rng", draw(st.integers(0, 2**32 - 1)))
            case Choice(values):
                return wish.choices.get(path) if path in wish.choices else draw(st.sampled_from(values))
            case Options(keys, optional):
                found = {}
                for key, inner in keys.items():
                    at = f"{path}.{key}"
                    if key in optional and not _wished(draw, f"{at}?", st.booleans(), wish):
                        continue
                    member = members(inner)[_choose(draw, at, inner, wish)]
                    found[key] = self._value(draw, at, member, axes, wish)
                return found
            case Scalar(number):
                return scalar(draw, path, number, said, axes, wish)
            case Array(entries, shape):
                if said.value is not None:
                    return np.array(said.value, DTYPES[entries])
                return array(draw, path, entries, _shape(shape, axes), said, axes, wish)
        raise CourseError(f"{self.exercise.solution}: {self.function.name}: {path} cannot be drawn.")


def _choose(draw: Draw, path: str, kind: signature.Kind, wish: Wish) -> int:
    if not isinstance(kind, signature.Union):
        return 0
    place: int = _wished(draw, f"{path}|", st.integers(0, len(kind.members) - 1), wish)
    return place


def _wished(draw: Draw, path: str, strategy: st.SearchStrategy[Any], wish: Wish) -> Any:
    return wish.choices[path] if path in wish.choices else draw(strategy)


def _shapes(kind: signature.Kind) -> list[Axis]:
    if isinstance(kind, Array):
        return list(kind.shape)
    if isinstance(kind, Options):
        return [axis for inner in kind.keys.values() for axis in _shapes(members(inner)[0])]
    return []


def _paths(path: str, kind: signature.Kind) -> list[str]:
    """A parameter's own path, and those of the options in it."""
    options = [member for member in members(kind) if isinstance(member, Options)]
    return [path, *(f"{path}.{key}" for member in options for key in member.keys)]


def _shape(axes: tuple[Axis, ...], sizes: dict[str, Any]) -> tuple[int, ...]:
    shape: list[int] = []
    for axis in axes:
        if axis.name is None:
            shape.append(axis.factor)
        elif axis.variadic:
            shape.extend(sizes[axis.name])
        else:
            shape.append(axis.factor * sizes[axis.name] + axis.more)
    return tuple(shape)
