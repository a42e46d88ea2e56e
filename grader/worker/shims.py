"""Small stand-ins for modules that submissions import for their looks only."""

import sys
import types
from typing import Any


class _Annotation:
    """Anything[...] and Anything(...) is an annotation that means nothing here."""

    def __class_getitem__(cls, item: Any) -> Any:
        return Any

    def __or__(self, other: Any) -> Any:
        return Any


def install() -> None:
    """Make `jaxtyping` (which every stub imports) and Python 2's `past` importable at no cost."""
    jaxtyping = types.ModuleType("jaxtyping")
    jaxtyping.__getattr__ = _annotation  # type: ignore[method-assign]
    jaxtyping.jaxtyped = _decorator  # type: ignore[attr-defined]
    sys.modules["jaxtyping"] = jaxtyping
    past, builtins = types.ModuleType("past"), types.ModuleType("past.builtins")
    past.builtins = builtins  # type: ignore[attr-defined]
    builtins.xrange = range  # type: ignore[attr-defined]
    builtins.range = range  # type: ignore[attr-defined]
    sys.modules["past"], sys.modules["past.builtins"] = past, builtins


def _annotation(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return _Annotation


def _decorator(function: Any = None, **_: Any) -> Any:
    return function if function is not None else lambda inner: inner
