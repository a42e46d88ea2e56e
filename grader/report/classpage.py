"""The report on a class as one HTML file: style and script under their hashes, nothing loaded, everything escaped."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Template
from markupsafe import Markup

from grader.report import attention, statistics
from grader.report.classroom import Cell, Mark
from grader.report.classview import LISTED, STATES, View
from grader.report.templating import environment, policy

if TYPE_CHECKING:
    from grader.batch.model import Student
    from grader.course import Exercise


def render(
    cells: Mapping[str, Mapping[str, Cell]],
    title: str,
    students: Iterable["Student"],
    exercises: Sequence["Exercise"],
    marks: Mapping[str, Mark],
    settings: Sequence[str],
    notes: Sequence[str],
) -> str:
    """Return the page."""
    template, style, script, allowed = _compiled()
    view = View(cells, students, exercises, marks)
    return template.render(
        title=title,
        view=view,
        attention=list(attention.groups(view)),
        states=STATES,
        listed=LISTED,
        fewest=statistics.FEWEST,
        settings=settings,
        notes=notes,
        style=style,
        script=script,
        policy=allowed,
    )


@cache
def _compiled() -> tuple[Template, Markup, Markup, str]:
    """The template, the style, the script, and the policy that allows both and nothing else."""
    it = environment().overlay()
    it.filters = {
        **environment().filters,
        "number": statistics.number,
        "percent": statistics.percent,
        "counted": counted,
    }
    style = it.get_template("class.css").render()
    script = it.get_template("class.js").render()
    return it.get_template("class.html"), Markup(style), Markup(script), policy(style, script)


def counted(number: int, word: str) -> str:
    """A number and a word in the right number: "1 student", "2 students"."""
    return f"{number} {word}{'' if number == 1 else 's'}"
