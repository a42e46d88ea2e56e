"""The students' pages: where they lie, and whether they still say what the store says."""

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

from grader import __version__, files
from grader.batch.model import Entry
from grader.report.safe import folder_name


def place(out: Path, student: str) -> Path:
    """Where a student's feedback goes."""
    return out / "students" / folder_name(student) / "feedback.html"


def write(path: Path, text: str, stamp: bytes) -> None:
    """Write a page; the stamp is its last line, so that one that was cut off has none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, text.encode("utf-8", "backslashreplace").rstrip() + stamp)


def current(path: Path, stamp: bytes) -> bool:
    """Whether the page is there and was made from the same."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - len(stamp)))
            return file.read() == stamp
    except OSError:
        return False


def stamp(title: str, parts: Iterable[tuple[Entry, bytes]]) -> bytes:
    """A hash of all that a page is made from: entries with their outcomes, and the code that makes it."""
    digest = hashlib.sha256(f"{_maker()}\0{title}".encode("utf-8", "surrogatepass"))
    for entry, outcome in parts:
        digest.update(f"\0{entry.submission}\0{len(outcome)}\0".encode() + outcome)
    return f"\n<!-- {digest.hexdigest()[:32]} -->\n".encode()


@functools.cache
def _maker() -> str:
    digest = hashlib.sha256(__version__.encode())
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "report", package / "templates", package.parent / "templates"):
        for path in sorted(it for it in folder.glob("*") if it.is_file()):
            digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()
