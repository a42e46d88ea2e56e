"""Makes text from a submission harmless: no control characters, no direction marks, bounded length."""

import re
import unicodedata
from hashlib import sha256

LINE = 2000
TEXT = 20_000

#: Direction marks, zero-width characters and separators, which make text look like something else.
_HIDDEN = "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
#: What is the same name everywhere, for people and for file systems.
_PLAIN = re.compile(r"[a-z0-9]+([._@-][a-z0-9]+)*")
#: Names that Windows keeps for devices, with any ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")

_BAD = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_HIDDEN}\ud800-\udfff\ufffe\uffff]|[\U000e0000-\U000e007f]")


def printable(text: str, limit: int = TEXT) -> str:
    r"""Show what cannot be shown as an escape (`\x1b`), and cut what is too long."""
    shown = _BAD.sub(_escape, text[: limit + 1])
    return f"{shown[:limit]} ... (cut)" if len(shown) > limit else shown


def one_line(text: str, limit: int = LINE) -> str:
    """The same on one line."""
    return printable(text[: limit + 1].replace("\n", "\\n").replace("\t", " "), limit)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width(text: str) -> int:
    """How many columns a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def folder_name(student: str) -> str:
    """The folder of a student: the id itself where that is harmless everywhere, else what is left of it and its hash.

    No two ids share one, on no file system: a plain name has no capitals and no "~".
    """
    if len(student) <= 64 and _PLAIN.fullmatch(student) and not _DEVICES.fullmatch(student):
        return student
    left = re.sub("[^a-z0-9]+", "-", student[:200].lower()).strip("-")[:40].strip("-")
    digest = sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"{left or 'student'}~{digest}"
