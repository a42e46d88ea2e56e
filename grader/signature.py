"""Reads what a solution's signatures say: axes, kinds of parameters, names of results, pairs, dependencies.

The signature is the specification. Shapes, drawn inputs, shape checks, gradients' names and the words of the
reports all come from the jaxtyping annotations read here.
"""

import ast
import inspect
import re
import types
import typing
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from grader.errors import CourseError

ArrayKind = Literal["float", "int", "bool"]


@dataclass(frozen=True)
class Axis:
    """One word of a shape: a fixed size, `factor * name + more`, or `*name` for any number of axes."""

    name: str | None
    factor: int = 1
    variadic: bool = False
    more: int = 0

    def __str__(self) -> str:
        """The word as it was written."""
        if self.variadic:
            return f"*{self.name}"
        if self.name is None:
            return str(self.factor)
        return (f"{self.factor}*" if self.factor != 1 else "") + self.name + (f"{self.more:+}" if self.more else "")


@dataclass(frozen=True)
class Array:
    """An array of some kind and shape."""

    kind: ArrayKind
    shape: tuple[Axis, ...]

    @property
    def axes(self) -> list[str]:
        """Names in the shape, in order."""
        return [axis.name for axis in self.shape if axis.name is not None]

    @property
    def variadic(self) -> bool:
        """Whether it has any number of axes."""
        return any(axis.variadic for axis in self.shape)


@dataclass(frozen=True)
class Scalar:
    """A Python number."""

    kind: ArrayKind


@dataclass(frozen=True)
class Choice:
    """One of some literal values."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Options:
    """A dictionary of options: kinds by key, and the keys that may be absent."""

    keys: dict[str, "Kind"]
    optional: frozenset[str]


@dataclass(frozen=True)
class Opaque:
    """A cache: it stays in the worker."""


@dataclass(frozen=True)
class Generator:
    """A NumPy random generator, sent as its seed."""


@dataclass(frozen=True)
class Nothing:
    """None."""


@dataclass(frozen=True)
class Union:
    """One of several kinds."""

    members: tuple["Kind", ...]


Kind = Array | Scalar | Choice | Options | Opaque | Generator | Nothing | Union


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function."""

    name: str
    kind: Kind
    has_default: bool = False

    @property
    def is_float_array(self) -> bool:
        """Whether a gradient is taken with respect to it."""
        return any(isinstance(kind, Array) and kind.kind == "float" for kind in members(self.kind))


@dataclass(frozen=True)
class Result:
    """One returned value."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class Function:
    """A function of an exercise as its reference declares it."""

    name: str
    parameters: tuple[Parameter, ...]
    results: tuple[Result, ...]
    bare: bool = False  # returns its one result, not a tuple
    calls: tuple[str, ...] = ()
    line: int = 0

    @property
    def opaque(self) -> list[int]:
        """Positions of results that stay in the worker."""
        return [i for i, result in enumerate(self.results) if isinstance(result.kind, Opaque)]

    @property
    def is_loss(self) -> bool:
        """Whether it returns its own gradients beside a number: dx, or one for each parameter, or a dictionary."""
        number, *gradients = self.results
        return (
            self.name.endswith(("_loss", "_reg"))
            and isinstance(number.kind, Scalar)
            and bool(gradients)
            and all(isinstance(result.kind, Array | Union | Options) for result in gradients)
        )


def members(kind: Kind) -> tuple[Kind, ...]:
    """The alternatives of a union, or the kind itself."""
    return kind.members if isinstance(kind, Union) else (kind,)


def functions(module: types.ModuleType, source: str) -> dict[str, Function]:
    """Read every public function of a solution, in the order of the file."""
    where = f"{module.__file__}"
    tree = ast.parse(source)
    defined = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    public = [name for name in defined if not name.startswith("_")]
    return {name: _function(getattr(module, name), defined[name], public, where) for name in public}


def _function(function: Callable[..., Any], node: ast.FunctionDef, public: list[str], where: str) -> Function:
    where = f"{where}: {node.name}"
    hints = typing.get_type_hints(function, include_extras=True)
    if "return" not in hints:
        raise CourseError(
            f"{where}: no return annotation. Say what it returns, for example `-> Float[np.ndarray, 'N']`."
        )
    parameters = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name not in hints:
            raise CourseError(f"{where}: parameter {parameter.name} has no annotation.")
        kind = _kind(hints[parameter.name], f"{where}: {parameter.name}")
        parameters.append(Parameter(parameter.name, kind, parameter.default is not inspect.Parameter.empty))
    results, bare = _results(hints["return"], node, where)
    calls = {call.func.id for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}
    called = tuple(name for name in public if name in calls and name != node.name)
    return Function(node.name, tuple(parameters), results, bare, called, node.lineno)


def _results(annotation: Any, node: ast.FunctionDef, where: str) -> tuple[tuple[Result, ...], bool]:
    bare = typing.get_origin(annotation) is not tuple
    parts = [annotation] if bare else list(typing.get_args(annotation))
    returned = [part for part in ast.walk(node) if isinstance(part, ast.Return) and part.value is not None]
    last = max(returned, key=lambda part: part.lineno).value if returned else None
    expressions: Iterable[Any] = last.elts if isinstance(last, ast.Tuple) and not bare else [last]
    names = [part.id if isinstance(part, ast.Name) else "out" for part in expressions]
    if len(names) != len(parts):
        raise CourseError(f"{where}: the last return gives {len(names)} values, the annotation says {len(parts)}.")
    kinds = [_kind(part, f"{where}: result {i + 1}") for i, part in enumerate(parts)]
    named = zip(names, kinds, strict=True)
    return tuple(Result("cache" if isinstance(kind, Opaque) else name, kind) for name, kind in named), bare


def _kind(annotation: Any, where: str) -> Kind:
    origin = typing.get_origin(annotation)
    if hasattr(annotation, "dim_str"):
        return _array(annotation, where)
    if annotation is object:
        return Opaque()
    if annotation is None or annotation is type(None):
        return Nothing()
    if annotation in (float, int, bool):
        return Scalar(annotation.__name__)
    if annotation is np.random.Generator:
        return Generator()
    if origin is Literal:
        return Choice(typing.get_args(annotation))
    if origin in (typing.Union, types.UnionType):
        return Union(tuple(_kind(part, where) for part in typing.get_args(annotation)))
    if origin in (typing.NotRequired, typing.Required):
        return _kind(typing.get_args(annotation)[0], where)
    if typing.is_typeddict(annotation):
        hints = typing.get_type_hints(annotation, include_extras=True)
        keys = {key: _kind(hint, f"{where}.{key}") for key, hint in hints.items()}
        return Options(keys, frozenset(annotation.__optional_keys__))
    raise CourseError(f"{where}: the annotation {annotation} is none that the grader can draw (docs/AUTHORING.md).")


def _array(annotation: Any, where: str) -> Array:
    kinds: dict[str, ArrayKind] = {"Float": "float", "Int": "int", "Integer": "int", "Bool": "bool"}
    name = annotation.__name__.split("[")[0]
    if name not in kinds:
        raise CourseError(f"{where}: arrays are Float, Int or Bool, not {name}.")
    return Array(kinds[name], tuple(_axis(word, where) for word in annotation.dim_str.split()))


def _axis(word: str, where: str) -> Axis:
    if word.isdigit():
        return Axis(None, int(word))
    if word[:1] == "*" and word[1:].isidentifier():
        return Axis(word[1:], variadic=True)
    if computed := re.fullmatch(r"(?:(\d+)\*)?([^\W\d]\w*)([+-]\d+)?", word):
        factor, name, more = computed.groups()
        return Axis(name, int(factor or 1), more=int(more or 0))
    raise CourseError(f"{where}: the axis {word!r} is neither a name, a number, `*name`, `4*name` nor `name-1`.")


def is_array(kind: Kind) -> bool:
    """Whether a result is an array (in every alternative)."""
    return all(isinstance(member, Array) for member in members(kind))
