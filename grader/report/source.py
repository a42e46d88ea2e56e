"""The submission's own lines, found by a text search, escaped, and in colours: nothing of it is parsed or run here."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from grader.report.safe import one_line, printable
from grader.submission import Submission

#: A function longer than this is cut, and so is a line: a lexer takes long for what nobody reads.
LINES = 80
COLUMNS = 200
#: What has no colour of its own needs no element of its own.
_PLAIN = re.compile(r'<span class="(?:n|p|o|w|go)">([^<]*)</span>')
#: Lines shown on each side of one that stands outside of the function.
AROUND = 3


@dataclass(frozen=True)
class Line:
    """One line: its number in the file or cell, its code, and whether something was raised here."""

    number: int
    code: Markup
    marked: bool


@dataclass(frozen=True)
class Excerpt:
    """Some lines of a submission that stand together; `cell` is 0 for a file without cells."""

    cell: int
    lines: list[Line]
    left_out: int = 0


def excerpts(submission: Submission, names: Collection[str], places: Collection[tuple[int, int]]) -> list[Excerpt]:
    """The function of one of these names, and what stands around those places, (cell, line), that are not in it."""
    cells = dict(enumerate(submission.cells, start=1 if submission.name.endswith(".ipynb") else 0))
    found = []
    spans = [span for cell, text in cells.items() for span in _definitions(cell, text, names) if names][-1:]
    for cell, line in places:
        inside = any(cell == other and start <= line <= min(end, start + LINES) for other, start, end in spans)
        if not inside and cell in cells and 0 < line <= cells[cell].count("\n") + 1:
            spans.append((cell, max(1, line - AROUND), line + AROUND))
    for cell, start, end in spans:
        marked = {line for other, line in places if other == cell}
        text = cells[cell].split("\n")[start - 1 : end]
        codes = coloured("\n".join(one_line(line.expandtabs(4), COLUMNS) for line in text[:LINES]), "python")
        lines = [Line(number, code, number in marked) for number, code in enumerate(codes, start)]
        found.append(Excerpt(cell, lines, max(0, len(text) - LINES)))
    return found


def places(text: str, file: str) -> Iterator[tuple[int, int]]:
    """The place, (cell, line), that a line of a traceback begins with."""
    if text.startswith(file) and (said := re.match(r"(?:, cell (\d{1,6}))?, line (\d{1,9})\b", text[len(file) :])):
        yield int(said[1] or 0), int(said[2])


def _definitions(cell: int, text: str, names: Collection[str]) -> Iterator[tuple[int, int, int]]:
    """First and last line of each definition at the top level: it ends where a line begins at the margin again."""
    lines = text.split("\n")
    named = "|".join(re.escape(name) for name in names)
    head = re.compile(rf"(?:async[ \t]+)?(?:def|class)[ \t]+(?:{named})\b")
    for start, line in enumerate(lines):
        if head.match(line):
            quotes, end = line.count('"""') + line.count("'''"), start + 1
            while end < len(lines) and (quotes % 2 or not lines[end].strip() or lines[end][0] in " \t#)]}"):
                quotes += lines[end].count('"""') + lines[end].count("'''")
                end += 1
            while end > start + 1 and lines[end - 1].strip()[:1] in ("", "#"):
                end -= 1
            yield cell, start + 1, end


def coloured(code: str, language: str) -> list[Markup]:
    """The lines of some code as HTML, each by itself."""
    code = printable(code, LINES * COLUMNS)
    if language not in ("python", "pycon"):
        return [escape(line) for line in code.split("\n")]
    from pygments import highlight

    formatter, lexers = _pygments()
    html = _PLAIN.sub(r"\1", highlight(code, lexers[language], formatter))
    return [Markup(line) for line in html.split("\n")[: code.count("\n") + 1]]


@cache
def _pygments() -> tuple[Any, dict[str, Any]]:
    from pygments.formatters.html import HtmlFormatter
    from pygments.lexers.python import PythonConsoleLexer, PythonLexer

    lexers = {"python": PythonLexer(stripnl=False), "pycon": PythonConsoleLexer(stripnl=False)}
    return HtmlFormatter(nowrap=True), lexers
