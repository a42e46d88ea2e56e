"""Compiles the cells of a submission: a file is one cell, a notebook has several, with IPython's magics in them."""

import linecache
import re
from types import CodeType

#: Cell magics under which a cell still is Python.
_HARMLESS = ("%%time", "%%capture", "%%prun")


def compiled(cell: str, file: str, number: int) -> CodeType:
    """Compile a cell under a name that `place` reads back; what is Python already holds no magics."""
    notebook = file.endswith(".ipynb")
    name = f"{file}, cell {number}" if notebook else file
    linecache.cache[name] = (len(cell), None, cell.splitlines(keepends=True), name)
    try:
        return compile(cell, name, "exec", dont_inherit=True)
    except SyntaxError:
        if not notebook:
            raise
        return compile(without_magics(cell), name, "exec", dont_inherit=True)


def place(filename: str, file: str) -> int | None:
    """The number of the cell that a name stands for, 0 for a file without cells, None for another file."""
    if filename == file:
        return 0
    number = filename.removeprefix(f"{file}, cell ")
    return int(number) if number != filename and number.isdigit() else None


def without_magics(source: str) -> str:
    """Replace what only IPython understands, line by line."""
    first = source.lstrip().split("\n", 1)[0]
    if first.startswith("%%") and not first.startswith(_HARMLESS):
        return ""
    return re.sub(r"^([ \t]*)[%!?].*$", r"\1pass", source, flags=re.MULTILINE)
