"""Lines of text no wider than a terminal: what is wrapped keeps its indentation, what is long is cut."""

import re

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from grader.report.safe import one_line

LABEL = 13  # columns before a text that stands beside its label
BELOW = 4  # and before one that stands below it
FULL = 67  # columns of a text in a terminal of 80: no terminal is so narrow that less of it is shown
NARROW = 24  # with less room than this beside its label, a text goes below it


class Page:
    """Makes lines for a console; nothing is cut where the `whole` is asked for."""

    def __init__(self, out: Console, *, whole: bool) -> None:
        self.whole = whole
        self.width = max(16, out.width)
        self.left = LABEL if self.width - LABEL >= NARROW else BELOW
        self.room = self.width - self.left
        self._out = out

    def cut(self, text: str, lines: int) -> str:
        """A text on one line, no longer than so many lines of a field."""
        return one_line(text) if self.whole else one_line(text, lines * max(self.room, FULL))

    def hang(self, text: Text, indent: int) -> list[Text]:
        """Wrap a text; its first line begins at the margin."""
        first, *more = self.wrapped(text[indent:], self.width - indent)
        return [Text.assemble(text[:indent], first), *(Text.assemble(" " * indent, line) for line in more)]

    def row(self, head: Text, parts: list[Text]) -> list[Text]:
        """A head and parts beside it; a part that has no room left goes to the next line."""
        indent, lines = head.cell_len, [head]
        for part in parts:
            gap = "  " if lines[-1].cell_len > indent else ""
            if gap and lines[-1].cell_len + len(gap) + part.cell_len > self.width:
                lines.append(Text.assemble(" " * indent, part))
            else:
                lines[-1] = Text.assemble(lines[-1], gap, part)
        return [piece for line in lines for piece in self.hang(line, indent)]

    def field(self, label: str, *texts: Text) -> list[Text]:
        """A label and its texts, each on lines of its own."""
        return self.labelled(label, [line for it in texts for line in self.wrapped(it, self.room)], self.left)

    def code(self, source: str, style: str) -> tuple[list[Text], int]:
        """Python that runs although its lines are broken, and its place: below its label where it is long."""
        lines = source.expandtabs(4).split("\n")
        longest = max(cell_len(line.partition("  # ")[0]) for line in lines)
        left = self.left if longest <= self.room else BELOW
        broken = [part for line in lines for part in _broken(line, self.width - left)]
        return [part for line in broken for part in self.wrapped(Text(line, style), self.width - left)], left

    def labelled(self, label: str, lines: list[Text], left: int) -> list[Text]:
        """A label and lines, which begin so far from the margin."""
        placed = [Text.assemble(" " * left, line) if line else line for line in lines]
        head = Text(f"  {label}", "dim")
        if left == BELOW:
            return [head, *placed]
        return [Text.assemble(head, " " * (left - len(head)), lines[0]), *placed[1:]]

    def wrapped(self, text: Text, room: int) -> list[Text]:
        """A text in lines of so many columns, at least one."""
        lines = list(text.wrap(self._out, max(1, room))) or [Text()]
        for line in lines:
            line.rstrip()
        return lines


def _broken(line: str, room: int) -> list[str]:
    """Break a line of Python between words; its comment goes to lines of its own where there is no room for it."""
    if cell_len(line) <= room:
        return [line]
    code, _, comment = line.partition("  # ")
    lines = _packed(re.findall(r"\s*\S+", code), room - 2, "    ")
    for place in range(len(lines) - 1):
        if not _open("".join(lines[: place + 1])):
            lines[place] += " \\"
    return lines + _packed([f" {word}" for word in comment.split()], room, "# ", first="#")


def _packed(words: list[str], room: int, indent: str, first: str = "") -> list[str]:
    """Put words into lines; all but the first line begin with the indentation."""
    lines = [first]
    for word in words:
        if lines[-1] != first and cell_len(lines[-1] + word) > room:
            lines.append(indent + word.strip())
        else:
            lines[-1] += word
    return lines if words else []


def _open(code: str) -> bool:
    """Whether a bracket is open at the end."""
    return sum(map(code.count, "([{")) > sum(map(code.count, ")]}"))
