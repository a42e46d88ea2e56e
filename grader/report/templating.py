"""The templates of all pages: everything is escaped, and only what stands under its hash in the policy is applied."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader.report.safe import one_line, printable


@cache
def environment() -> Environment:
    """Where templates are found and what they can call."""
    here = Path(__file__).resolve().parent.parent
    made = Environment(
        loader=FileSystemLoader([here / "templates", here.parent / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"safe_text": _text, "line": lambda text: one_line(str(text)), "points": _points}
    return made


def policy(style: str, script: str = "") -> str:
    """The Content-Security-Policy that allows this style and this script, and nothing else."""
    allowed = [f"style-src {_hashed(style)}"] + ([f"script-src {_hashed(script)}"] if script else [])
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _text(text: Any) -> str:
    return printable(str(text))


def _points(number: float) -> str:
    return f"{number:g}"
