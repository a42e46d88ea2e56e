"""Makes text from a submission harmless: no control characters, no direction marks, bounded length."""

import re
import unicodedata

LINE = 2000
TEXT = 20_000

#: Direction marks, zero-width characters and separators, which make text look like something else.
_HIDDEN = "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
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
