"""Reads what a student hands in, .py or .ipynb, as text; nothing of it is parsed or run here."""

import codecs
import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from grader.errors import InputError

MAX_BYTES = 5 << 20
MAX_SOURCE = 1 << 20
#: Encodings that no editor writes; the first takes hours for a file of a few megabytes.
_NOT_FOR_FILES = ("punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape")


@dataclass(frozen=True)
class Submission:
    """The code of one file, as cells that run one after another in one module."""

    name: str
    cells: list[str]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.cells)

    @property
    def digest(self) -> str:
        """A hash of the content."""
        content = self.cells[0] if len(self.cells) == 1 else json.dumps(self.cells)
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()

    def defines(self) -> set[str]:
        """Names that look defined at the top level: a text search, since hostile code is not parsed here."""
        found = re.findall(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w{1,80})", self.text, re.MULTILINE)
        return set(found) | set(re.findall(r"^(\w{1,80})[ \t]*=", self.text, re.MULTILINE))


def read(path: Path) -> Submission:
    """Read a submission; InputError says what is wrong with the file and what to do."""
    return read_bytes(_bytes(path), path.name, str(path))


def read_bytes(data: bytes, name: str, place: str = "") -> Submission:
    """The same for the content of a file; messages call it by its place, or else by its name."""
    place = place or name
    refuse_large(len(data), place)
    text = _decode(data, place)
    if not text.strip():
        raise InputError(f"{place} is empty. Write your functions into it, or start afresh with `dlgrade reset`.")
    suffix = Path(name).suffix.lower()
    if suffix == ".ipynb":
        cells = _notebook(text, place)
    elif suffix in (".py", ""):
        cells = [text]
    else:
        raise InputError(f"{place} is neither a .py file nor a notebook (.ipynb).")
    if sum(map(len, cells)) > MAX_SOURCE:
        raise InputError(
            f"{place} holds more than {MAX_SOURCE >> 20} MiB of code. Give the file with your functions only."
        )
    return Submission(shown(name), cells)


def refuse_large(size: int, place: str) -> None:
    """Raise InputError where a file is larger than what is read."""
    if size > MAX_BYTES:
        raise InputError(f"{place} is {size >> 20} MiB; more than {MAX_BYTES >> 20} MiB is not read.")


def shown(name: str) -> str:
    """A file name as it may be shown: letters of every script, but no control characters and no direction marks."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)


def _bytes(path: Path) -> bytes:
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise InputError(f"{path} is a folder. Give one file: --file {path}/NAME.py")
        if not stat.S_ISREG(about.st_mode):
            raise InputError(f"{path} is not a regular file.")
        refuse_large(about.st_size, str(path))
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(f"{path} does not exist.{_nearby(path)}") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from None
    except ValueError:
        raise InputError(f"{str(path)!r} is not a usable file name.") from None


def _nearby(path: Path) -> str:
    from grader.toml import did_you_mean

    try:
        return did_you_mean(path.name, [it.name for it in path.parent.iterdir() if it.suffix in (".py", ".ipynb")])
    except OSError:
        return ""


def _decode(data: bytes, place: str) -> str:
    """Decode as Python does: a byte order mark, else the coding line, else UTF-8."""
    marks = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    encoding = next((name for mark, name in marks.items() if data.startswith(mark)), "")
    if not encoding:
        declared = re.search(
            rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", b"\n".join(data.split(b"\n", 2)[:2]), re.MULTILINE
        )
        encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    try:
        if codecs.lookup(encoding).name in _NOT_FOR_FILES:
            raise LookupError
        text = data.decode(encoding)
    except LookupError:
        raise InputError(f"{place} declares the unknown encoding {encoding[:40]!r}. Save it as UTF-8.") from None
    except UnicodeError as error:
        line = data[: getattr(error, "start", 0)].count(b"\n") + 1
        raise InputError(f"{place} is not {encoding} text (line {line}). Save it as UTF-8.") from None
    if "\0" in text:
        raise InputError(f"{place} holds NUL characters: it is not a text file. Save it as UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _notebook(text: str, place: str) -> list[str]:
    try:
        notebook = json.loads(text)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        sources = [cell["source"] for cell in cells]
        sources = ["".join(source) if isinstance(source, list) else source for source in sources]
        if not all(isinstance(source, str) for source in sources):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(f"{place} is not a notebook that can be read (it needs nbformat 4).") from None
    return sources or [""]
