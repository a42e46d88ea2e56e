"""Yours and expected as aligned columns, no wider and higher than there is room; wrong entries carry a `*`."""

import math
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.text import Text

from grader.outcome import Failure
from grader.report.values import Grid, grids

GAP = 2
WIDE = 60


def table(failure: Failure, *, left: int, width: int, height: int) -> list[Text]:
    """Lines with at least `left` columns for labels; none where there are no two arrays to compare."""
    parts = grids(failure, digits=6 if width >= WIDE else 4)
    if not parts:
        return []
    left = max(left, *(cell_len(label) + 6 for label in parts[0].rows), *(cell_len(part.name) + 5 for part in parts))
    cell = max(cell_len(text) for part in parts for text in (*part.columns, *_texts(part)))
    sheet = _Sheet(left, cell, fitting=max(1, (width - left + GAP) // (cell + 1 + GAP)))
    if not parts[0].rows and len(parts[0].columns) > sheet.fitting:
        parts, sheet = [_upright(parts[0])], replace(sheet, cell=max(cell, len("yours") - 1))
    total = math.prod(failure.window.shape) if failure.window else _size(parts)
    chosen = sheet.choose(parts, height)
    if _size(chosen) < total:
        chosen = sheet.choose(parts, height - 1)
    lines = [line for part in chosen for line in sheet.lines(part)]
    if _size(chosen) < total:
        lines.append(sheet.line(f"... {_size(chosen)} of {total} entries shown"))
    for line in lines:
        line.truncate(width)
    return lines


def _texts(part: Grid) -> list[str]:
    return [cell for cells in (*part.yours, *part.expected) for cell in cells]


def _size(parts: list[Grid]) -> int:
    return sum(len(part.yours) * len(part.columns) for part in parts)


def _upright(part: Grid) -> Grid:
    """The entries of a line, one below the other."""
    return Grid(
        part.name,
        rows=part.columns,
        columns=[""],
        yours=[[it] for it in part.yours[0]],
        expected=[[it] for it in part.expected[0]],
        wrong=[[it] for it in part.wrong[0]],
    )


def _cut(part: Grid, rows: int, columns: int) -> Grid:
    """So many rows and columns, the first wrong entry among them."""
    row, column = next(((i, it.index(True)) for i, it in enumerate(part.wrong) if True in it), (0, 0))
    down, across = _span(len(part.yours), rows, row), _span(len(part.columns), columns, column)
    return replace(
        part,
        rows=part.rows[down],
        columns=part.columns[across],
        yours=[it[across] for it in part.yours[down]],
        expected=[it[across] for it in part.expected[down]],
        wrong=[it[across] for it in part.wrong[down]],
    )


def _span(count: int, most: int, wanted: int) -> slice:
    """At most so many of `count` places: the wanted one, where there is room the one before it, and what follows."""
    start = max(0, min(wanted - (most > 1), count - most))
    return slice(start, start + most)


@dataclass(frozen=True)
class _Sheet:
    """Sets grids: so many columns for the labels, so wide a number, so many numbers in a line."""

    left: int
    cell: int
    fitting: int

    def choose(self, parts: list[Grid], height: int) -> list[Grid]:
        """All parts, or what there is room for from the first wrong entry on."""
        if sum(len(self.lines(part)) for part in parts) > height:
            first = next((i for i, part in enumerate(parts) if any(map(any, part.wrong))), 0)
            parts = parts[first:]
        chosen: list[Grid] = []
        for part in parts:
            each = 1 if self._beside(part) else 2
            room = (height - (len(self.lines(part)) - each * len(part.rows))) // each
            if chosen and room < len(part.rows):
                break
            chosen.append(_cut(part, max(1, room), len(part.columns) if self._beside(part) else self.fitting))
            height -= len(self.lines(chosen[-1]))
        return chosen

    def _beside(self, part: Grid) -> bool:
        return bool(part.rows) and 2 * len(part.columns) <= self.fitting

    def lines(self, part: Grid) -> list[Text]:
        """Set one grid: in two lines, side by side, or one array below the other."""
        yours = [self._cells(*row, "bold red", "*") for row in zip(part.yours, part.wrong, strict=True)]
        expected = [self._cells(*row, "green") for row in zip(part.expected, part.wrong, strict=True)]
        heads = self._heads(part.columns)
        if not part.rows:
            return [self.line(part.name, heads), self.line("yours", *yours), self.line("expected", *expected)]
        labels = [f"  {label}" for label in part.rows]
        if self._beside(part):
            lines = [self.line(label, *blocks) for label, *blocks in zip(labels, yours, expected, strict=True)]
            titles = self.line(part.name, self._title("yours", heads), self._title("expected", heads))
            return [titles, *([self.line("", heads, heads)] if heads.plain.strip() else []), *lines]
        name = [self.line(part.name)] if part.name else []
        above = [self.line("yours", heads), *map(self.line, labels, yours)]
        return [*name, *above, self.line("expected", heads), *map(self.line, labels, expected)]

    def line(self, label: str, *blocks: Text) -> Text:
        """A label and what stands beside it."""
        line = Text.assemble((f"  {label}", "dim"), " " * (self.left - 2 - cell_len(label)))
        line.append_text(Text(" " * GAP).join(blocks))
        line.rstrip()
        return line

    def _cells(self, cells: list[str], marks: list[bool], style: str, mark: str = "") -> Text:
        """Numbers in their columns; each has a place for its mark behind it."""
        block = Text()
        for cell, marked in zip(cells, marks, strict=True):
            block.append(" " * (GAP * bool(block) + self.cell - cell_len(cell)))
            block.append(f"{cell}{mark if marked else ''}", style if marked else "")
            block.append(" " * (1 - len(mark) * marked))
        return block

    def _heads(self, columns: list[str]) -> Text:
        """The names of the columns: the first whole, of the others the number."""
        labels = [columns[0], *(name.rpartition(" ")[2] for name in columns[1:])]
        heads = self._cells(labels, [False] * len(labels), "")
        heads.stylize("dim")
        return heads

    def _title(self, title: str, block: Text) -> Text:
        """A word above a block, as wide as that."""
        return Text(title.ljust(len(block)), "dim")
