"""The report as one HTML file: inline style under its hash, no script, nothing loaded, everything escaped."""

import platform
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from grader import __version__
from grader.report.safe import one_line, printable
from grader.report.view import Part, Section

__all__ = ["Part", "render"]


def render(parts: Sequence[Part], file: str) -> str:
    """Return the page for what was found in a file: one part for each exercise."""
    template, style, policy = _compiled()
    sections = [Section(part) for part in parts]
    begun = [it for it in sections if it.begun] if len(sections) > 1 else sections
    return template.render(
        file=file,
        sections=begun,
        unwritten=[it for it in sections if it not in begun],
        style=style,
        policy=policy,
        versions=_versions(),
    )


@cache
def _compiled() -> tuple[Template, Markup, str]:
    """The template, the style and the policy that allows that style and nothing else."""
    here = Path(__file__).resolve().parent.parent
    environment = Environment(
        loader=FileSystemLoader([here / "templates", here.parent / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"safe_text": _text, "line": lambda text: one_line(str(text)), "points": _points}
    style = environment.get_template("feedback.css").render()
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return environment.get_template("feedback.html"), Markup(style), policy


@cache
def _versions() -> str:
    return f"dlgrade {__version__}, Python {platform.python_version()}, NumPy {version('numpy')}"


def _text(text: Any) -> str:
    return printable(str(text))


def _points(number: float) -> str:
    return f"{number:g}"
