"""The report as one HTML file: inline style under its hash, no script, nothing loaded, everything escaped."""

import platform
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

from jinja2 import Template
from markupsafe import Markup

from grader import __version__
from grader.report.templating import environment, policy
from grader.report.view import Part, Section

__all__ = ["Part", "render"]


def render(parts: Sequence[Part], file: str) -> str:
    """Return the page for what was found in a file: one part for each exercise."""
    template, style, allowed = _compiled()
    sections = [Section(part) for part in parts]
    begun = [it for it in sections if it.begun] if len(sections) > 1 else sections
    return template.render(
        file=file,
        sections=begun,
        unwritten=[it for it in sections if it not in begun],
        style=style,
        policy=allowed,
        versions=_versions(),
    )


@cache
def _compiled() -> tuple[Template, Markup, str]:
    """The template, the style and the policy that allows that style and nothing else."""
    style = environment().get_template("feedback.css").render()
    return environment().get_template("feedback.html"), Markup(style), policy(style)


@cache
def _versions() -> str:
    return f"dlgrade {__version__}, Python {platform.python_version()}, NumPy {version('numpy')}"
