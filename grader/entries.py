"""Draws numbers: parameters that are one, and the entries of arrays.

The battery draws *generic* values (any float in the range), because a special one hides mistakes. Shrinking
draws *simple* ones (halves near zero), because those can be followed by hand.
"""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st

from grader.spec import Options as Said

KINK = 0.01
DEFAULT_RANGE = (-2.0, 2.0)
DTYPES = {"float": np.float64, "int": np.int64, "bool": np.bool_}

Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass(frozen=True)
class Wish:
    """What is fixed before anything is drawn: sizes of axes, and choices by path ("conv_param.stride")."""

    axes: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)
    overrides: Mapping[str, Said] = field(default_factory=dict)
    simple: bool = False


def scalar(draw: Draw, path: str, kind: str, said: Said, axes: dict[str, Any], wish: Wish) -> Any:
    """Draw a number, or take the one that is said."""
    if said.value is not None:
        return said.value
    if said.equals:
        return axes[said.equals]
    if path in wish.choices:
        value = wish.choices[path]
    elif said.values is not None:
        value = draw(st.sampled_from(said.values))
    elif kind == "bool":
        value = draw(st.booleans())
    elif kind == "int":
        low, high = said.range or (0, axes[said.below] - 1 if said.below else 3)
        value = draw(st.integers(int(low), int(high)))
    elif wish.simple:
        value = draw(st.sampled_from(grid(said)))
    elif said.away_from:
        low, high = said.range or DEFAULT_RANGE
        value = float(_away(_rng(draw, path).uniform(low, high), said))
    else:
        low, high = said.range or DEFAULT_RANGE
        value = draw(st.floats(low, high, allow_subnormal=False))
    return min(value, axes[said.at_most]) if said.at_most else value


def array(
    draw: Draw, path: str, kind: str, shape: tuple[int, ...], said: Said, axes: dict[str, Any], wish: Wish
) -> Any:
    """Draw the entries of an array."""
    count = int(np.prod(shape))
    if kind == "float" and said.distinct:
        return _distinct(draw, path, shape, said, wish)
    if kind == "int":
        if said.values is not None:
            elements: list[Any] = list(said.values)
        else:
            low, high = (0, axes[said.below] - 1) if said.below else said.range or (0, 3)
            elements = list(range(int(low), int(high) + 1))
        if said.at_most:
            elements = [min(element, axes[said.at_most]) for element in elements]
    elif kind == "bool":
        elements = [True, False]
    else:
        elements = grid(said)
    if wish.simple:
        return np.array([draw(st.sampled_from(elements)) for _ in range(count)], DTYPES[kind]).reshape(shape)
    rng = _rng(draw, path)
    if kind != "float":
        return rng.choice(np.array(elements, DTYPES[kind]), shape)
    low, high = said.range or DEFAULT_RANGE
    return _away(rng.uniform(low, high, shape), said)


def _rng(draw: Draw, path: str) -> np.random.Generator:
    """Arrays of one case differ although Hypothesis likes to draw the same seed for all."""
    return np.random.default_rng([draw(st.integers(0, 2**32 - 1)), zlib.crc32(path.encode())])


def _away(values: Any, said: Said) -> Any:
    for kink in said.away_from:
        near = np.abs(values - kink) < KINK
        side = np.where(values < kink, -1.0, 1.0)
        values = np.where(near, kink + side * 2 * KINK, values)
    return values


def _distinct(draw: Draw, path: str, shape: tuple[int, ...], said: Said, wish: Wish) -> Any:
    """Values of which no two are close, so that a maximum stays the maximum nearby."""
    count = int(np.prod(shape))
    low, high = said.range or DEFAULT_RANGE
    steps = np.arange(count) / max(count - 1, 1)
    if wish.simple:
        order = draw(st.permutations(range(count)))
        return (np.array(order, np.float64) - count // 2).reshape(shape)
    rng = _rng(draw, path)
    jitter = rng.uniform(0, 0.4, count) / max(count - 1, 1)
    return _away(rng.permutation(low + (high - low) * (steps + jitter)).reshape(shape), said)


def grid(said: Said) -> list[float]:
    """Halves in the range and off the kinks, the simplest first."""
    low, high = said.range or DEFAULT_RANGE
    grid = [k / 2 for k in range(int(np.ceil(2 * low)), int(np.floor(2 * high)) + 1)][:400]
    if len(grid) < 3:
        grid = [float(value) for value in np.linspace(low, high, 5)]
    grid = [value for value in grid if all(abs(value - kink) >= KINK for kink in said.away_from)]
    return sorted(grid, key=lambda value: (value != int(value), abs(value - 1) if value else 0.5, value < 0))
