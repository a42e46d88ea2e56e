"""The report as one HTML file: inline style, no script, nothing loaded, everything escaped."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader import __version__
from grader.outcome import Outcome
from grader.report.safe import printable
from grader.report.values import both


def render(outcomes: list[Outcome], file: str) -> str:
    """Return the page."""
    template = _environment().get_template("feedback.html")
    return template.render(outcomes=outcomes, file=file, version=__version__)


def _environment() -> Environment:
    here = Path(__file__).resolve().parent.parent
    folders = [here / "templates", here.parent / "templates"]
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["both"] = both
    environment.filters |= {"safe_text": _text, "points": lambda number: f"{number:g}"}
    return environment


def _text(text: Any) -> str:
    return printable(str(text))
