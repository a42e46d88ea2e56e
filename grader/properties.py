"""Checks of properties: what TOML cannot say, as Python beside the solution (docs/AUTHORING.md).

They run in the grader and reach the submission only through `Layer`, whose calls are made in the worker.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from grader.course import Exercise
from grader.reference import load_properties


class Wrong(Exception):
    """The submission does not have the property; the message is for the student."""

    def __init__(self, message: str, *, yours: Any = None, expected: Any = None) -> None:
        super().__init__(message)
        self.yours = yours
        self.expected = expected


class Layer(Protocol):
    """The submission, as a property check sees it: its functions by name, and a way to remark."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return one of the exercise's functions; caches that it returns are handles."""

    def remark(self, text: str) -> None:
        """Say something that costs no points."""


@dataclass(frozen=True)
class Property:
    """One registered check."""

    function: str
    name: str
    run: Callable[[Any], None]


F = TypeVar("F", bound=Callable[[Any], None])


def check(function: str, name: str) -> Callable[[F], F]:
    """Register a check of a property of `function` under `name`."""

    def register(run: F) -> F:
        run.dlgrade_property = Property(function, name, run)  # type: ignore[attr-defined]
        return run

    return register


def load(exercise: Exercise) -> list[Property]:
    """The property checks of an exercise, in the order of their file."""
    if not exercise.properties.exists():
        return []
    module = load_properties(exercise.properties)
    return [it.dlgrade_property for it in vars(module).values() if hasattr(it, "dlgrade_property")]


def names(exercise: Exercise) -> list[tuple[str, str]]:
    """Function and name of each property check."""
    return [(it.function, it.name) for it in load(exercise)]
