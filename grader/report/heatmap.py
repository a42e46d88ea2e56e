"""Small arrays as drawings: a number and a shade in every cell, the first wrong one framed, each wrong one ticked.

An array with more than two axes is cut into slices; rows and columns are its last two axes that are longer than 1.
Shades are classes, so that the page chooses their colours for light and dark; they say no more than the numbers do.
"""

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from markupsafe import Markup, escape

from grader.outcome import Failure
from grader.report import values

#: How many rows and columns are drawn, and how many slices; of more, those around the first wrong entry.
CELLS, SLICES = 10, 4
#: So many rows and columns before that entry, so that it is in sight on a phone.
BEFORE = 2
#: Up to this many entries are read out with the drawing.
SAID = 12
#: Sizes in pixels: a cell's height and least width, the width of a digit, the height of the labels above the cells.
HEIGHT, WIDTH, DIGIT, ABOVE = 34, 44, 7.9, 42
#: A wider drawing is scrolled by itself on a phone.
PHONE = 250

Index = tuple[int, ...]
Entries = dict[Index, Any]
Texts = dict[Index, str]


@dataclass(frozen=True)
class Slice:
    """Two axes of an array, the others held: which entry stands in which cell. A single row may be without a name."""

    name: str  # "[0, 1, :, 3:13]"; empty where it is the whole array
    row: str
    column: str
    rows: list[int]
    columns: list[int]
    cells: list[list[Index]]

    def __contains__(self, place: Index) -> bool:
        return any(place in line for line in self.cells)


@dataclass(frozen=True)
class Frame:
    """The names of an array's axes, and the indices along each."""

    axes: list[str]
    spans: list[range]

    @classmethod
    def of(cls, shape: Index, axes: list[str] | None, corner: Index) -> "Frame":
        """A frame of this shape whose first entry has this index."""
        named = axes if axes is not None and len(axes) == len(shape) else [""] * len(shape)
        spans = [range(start, start + size) for start, size in zip(corner, shape, strict=True)]
        return cls([name or f"axis {i}" for i, name in enumerate(named)], spans)

    def entries(self, value: Any) -> Entries:
        """Each entry of nested lists by its index."""
        return dict(zip(product(*self.spans), _flat(value), strict=True))

    def slices(self, around: Index, whole: Index) -> list[Slice]:
        """Every slice, each cut to what is near an entry; `whole` is the shape of what this is a part of."""
        longest_last = sorted(range(len(self.axes)), key=lambda axis: (len(self.spans[axis]) > 1, axis))
        row, column = (None, 0) if len(self.axes) == 1 else sorted(longest_last[-2:])
        near = [_near(span, place) for span, place in zip(self.spans, around, strict=True)]
        rows = near[row] if row is not None else range(1)
        label = self.axes[row] if row is not None else ""
        held = [axis for axis in range(len(self.axes)) if axis not in (row, column)]
        found = []
        for place in product(*(self.spans[axis] for axis in held)):
            fixed: dict[int | None, int] = dict(zip(held, place, strict=True))
            cells = [[self._index({**fixed, row: i, column: j}) for j in near[column]] for i in rows]
            words = [str(fixed.get(axis, _span(near[axis], whole[axis]))) for axis in range(len(self.axes))]
            name = f"[{', '.join(words)}]" if set(words) != {":"} else ""
            found.append(Slice(name, label, self.axes[column], list(rows), list(near[column]), cells))
        return found

    def _index(self, places: dict[int | None, int]) -> Index:
        return tuple(places[axis] for axis in range(len(self.axes)))


def _near(span: range, place: int) -> range:
    """The part of a span that is drawn, with a place in it."""
    start = max(span.start, min(place - BEFORE, span.stop - CELLS))
    return range(start, min(start + CELLS, span.stop))


def _span(part: range, size: int) -> str:
    return ":" if len(part) == size else f"{part.start}:{part.stop}"


@dataclass(frozen=True)
class Entry:
    """One entry of two arrays in words."""

    index: str
    yours: str
    expected: str
    difference: str
    wrong: bool


class Comparison:
    """Two arrays of one shape and their difference; `known` tells whether it is said which entries are wrong."""

    def __init__(self, failure: Failure, shape: Index) -> None:
        corner = tuple(failure.window.corner) if failure.window else (0,) * len(shape)
        self.shape = tuple(failure.window.shape) if failure.window else shape
        self.known = sizes(failure.wrong) == shape
        self.frame = Frame.of((1,) * (len(corner) - len(shape)) + shape, failure.axes, corner)
        self.yours, self.expected = self.frame.entries(failure.yours), self.frame.entries(failure.expected)
        wrong = self.frame.entries(failure.wrong) if self.known else {}
        self.wrong = {place for place, is_wrong in wrong.items() if is_wrong}
        self.first = tuple(failure.index) if failure.index and self.known else None
        self.differences = {place: self._difference(place) for place in self.yours}

    def _difference(self, place: Index) -> Any:
        """Yours less expected, nothing where the entry counts as right; a dash where one is no number."""
        one, other = self.yours[place], self.expected[place]
        if any(isinstance(it, bool) or not isinstance(it, int | float) for it in (one, other)):
            return "-"
        return 0.0 if self.known and place not in self.wrong else float(one - other)

    @property
    def first_wrong(self) -> str:
        """The index of the first wrong entry, where it is known."""
        return _said(self.first) if self.first is not None else ""

    @property
    def signed(self) -> bool:
        """Whether there are numbers below zero, so that shades have two colours."""
        return any(isinstance(it, int | float) and it < 0 for it in (*self.yours.values(), *self.expected.values()))

    @property
    def partial(self) -> bool:
        """Whether there are entries that are not drawn."""
        return sum(len(line) for it in self.slices for line in it.cells) < math.prod(self.shape)

    @cached_property
    def slices(self) -> list[Slice]:
        """What is drawn: the slices with something wrong in them, where that is known."""
        around = self.first or next(iter(self.yours))
        found = self.frame.slices(around, self.shape)
        return [it for it in found if around in it or any(place in it for place in self.wrong)][:SLICES]

    @property
    def maps(self) -> list[tuple[str, dict[str, Markup]]]:
        """Each slice of the three arrays."""
        yours, expected = self._texts(4)
        signed = {place: _signed(it) for place, it in self.differences.items()}
        scale, furthest = _largest([*self.yours.values(), *self.expected.values()]), _largest(self.differences.values())
        drawn = []
        for it in self.slices:
            width = max(_width(it, texts) for texts in (yours, expected, signed))
            drawn.append(
                (
                    it.name,
                    {
                        "yours": _draw(it, "yours", self.yours, yours, scale, width, self.first, self.wrong),
                        "expected": _draw(it, "expected", self.expected, expected, scale, width, self.first),
                        "difference": _draw(
                            it, "difference", self.differences, signed, furthest, width, self.first, self.wrong
                        ),
                    },
                )
            )
        return drawn

    @property
    def entries(self) -> list[Entry]:
        """Every entry in words, in the order of the array."""
        yours, expected = self._texts(9)
        return [
            Entry(_said(place), yours[place], expected[place], _signed(difference), place in self.wrong)
            for place, difference in self.differences.items()
        ]

    def _texts(self, digits: int) -> tuple[Texts, Texts]:
        """Both arrays as text, with so many digits, or as many as tell the wrong entries from the expected ones."""
        count = len(self.yours)
        apart = [(i, i + count) for i, place in enumerate(self.yours) if place in self.wrong]
        shown = values.numbers([*self.yours.values(), *self.expected.values()], apart, digits)
        return dict(zip(self.yours, shown[:count], strict=True)), dict(zip(self.yours, shown[count:], strict=True))


def compare(failure: Failure) -> Comparison | None:
    """What was given beside what was expected; None where these are not two arrays of one shape."""
    shape = sizes(failure.yours)
    return Comparison(failure, shape) if shape and math.prod(shape) and sizes(failure.expected) == shape else None


def single(value: Any, axes: list[str] | None) -> list[tuple[str, Markup]] | None:
    """One array, slice by slice; None for what is none, or too large to be drawn whole."""
    shape = sizes(value)
    if not shape or not math.prod(shape) or max(shape) > CELLS:
        return None
    frame = Frame.of(shape, axes, (0,) * len(shape))
    entries = frame.entries(value)
    slices = frame.slices((0,) * len(shape), shape)
    texts = dict(zip(entries, values.numbers(list(entries.values()), [], 4), strict=True))
    pale = 2 * _largest(entries.values())  # so that what comes out of it catches the eye
    drawn = [(it.name, _draw(it, "", entries, texts, pale, _width(it, texts))) for it in slices]
    return drawn if len(drawn) <= 2 * SLICES else None


def _width(part: Slice, texts: Texts) -> int:
    """The width of a cell in which every number of a slice has room."""
    return max(WIDTH, 20 + round(DIGIT * max(len(texts[place]) for line in part.cells for place in line)))


def _draw(
    part: Slice,
    kind: str,
    entries: Entries,
    texts: Texts,
    largest: float,
    width: int,
    first: Index | None = None,
    wrong: Collection[Index] = (),
) -> Markup:
    """One slice as SVG; `kind` is yours, expected, difference, or nothing."""
    left = round(DIGIT * max(len(part.row) + 2, *(len(str(i)) for i in part.rows))) + 10 if part.row else 2
    right, bottom = left + width * len(part.columns), ABOVE + HEIGHT * len(part.rows)
    total = max(right, left + round(DIGIT * (len(part.column) + 2))) + 2
    above: list[str] = []
    below = [f'<text class="axis" x="{left}" y="13">{escape(part.column)} →</text>']
    below += [_text("at", left + width * (j + 0.5), 34, str(place)) for j, place in enumerate(part.columns)]
    if part.row:
        below.append(f'<text class="axis" x="0" y="34">{escape(part.row)} ↓</text>')
        below += [_text("at", left - 12, ABOVE + HEIGHT * (i + 0.63), str(place)) for i, place in enumerate(part.rows)]
    for (i, line), j in product(enumerate(part.cells), range(len(part.columns))):
        place, x, y = line[j], left + width * j, ABOVE + HEIGHT * i
        shade = _shade(entries[place], largest, "d" if kind == "difference" else "v")
        below.append(f'<rect class="{shade}" x="{x}" y="{y}" width="{width}" height="{HEIGHT}"/>')
        below.append(_text("no", x + width / 2, y + HEIGHT * 0.63, texts[place]))
        if place == first:
            box = f'x="{x + 1}" y="{y + 1}" width="{width - 2}" height="{HEIGHT - 2}"'
            frame = "goal" if kind == "expected" else "first"
            above[:0] = [f'<rect class="halo" {box}/>', f'<rect class="{frame}" {box}/>']
        if place in wrong:
            above.append(f'<path class="tick" d="M{x + width - 11} {y + 3}h8v8z"/>')
    size = f'width="{total}" height="{bottom + 2}" viewBox="0 0 {total} {bottom + 2}"'
    said = escape(_alternative(part, kind, texts, first))
    svg = f'<svg class="map" role="img" aria-label="{said}" {size}>{"".join(below + above)}</svg>'
    return Markup(f'<div class="wide" tabindex="0">{svg}</div>' if total > PHONE else svg)


def _text(kind: str, x: float, y: float, text: str) -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(text)}</text>'


def _alternative(part: Slice, kind: str, texts: Texts, first: Index | None) -> str:
    """What a drawing says, for whoever does not see it."""
    rows = f"{len(part.rows)} by " if part.row else ""
    axes = ", ".join(axis for axis in (part.row, part.column) if axis)
    said = " ".join(word for word in (kind, part.name, f"{rows}{len(part.columns)} ({axes})") if word)
    if len(part.rows) * len(part.columns) <= SAID:
        said += ": " + "; ".join(", ".join(texts[place] for place in line) for line in part.cells)
    return said + (f". The first wrong entry is at {_said(first)}" if first is not None and first in part else "")


def _shade(value: Any, largest: float, scale: str) -> str:
    """A class: the scale, the sign, and how far from 0 a number is, up to 4; for what is no number `odd`."""
    if not isinstance(value, int | float) or not math.isfinite(value):
        return "odd"
    share = abs(value) / largest if largest else 0.0
    step = max(round(4 * share), share > 0.02)
    return f"{scale}{'n' if value < 0 else 'p'}{step:d}" if step else f"{scale}0"


def _largest(numbers: Iterable[Any]) -> float:
    return max((abs(it) for it in numbers if isinstance(it, int | float) and math.isfinite(it)), default=0.0)


def _signed(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:+.3g}" if value else "0"


def _said(place: Index) -> str:
    return f"[{', '.join(map(str, place))}]"


def sizes(value: Any) -> Index | None:
    """The shape of nested lists, () for what is no list; None where they are ragged."""
    if not isinstance(value, list):
        return ()
    shapes = {sizes(item) for item in value}
    inner = shapes.pop() if len(shapes) == 1 else None if shapes else ()
    return None if inner is None else (len(value), *inner)


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _flat(item)
    else:
        yield value
