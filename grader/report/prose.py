"""The course's Markdown as HTML: sections of a tutorial and hints, with formulas as MathML and code in colours.

It is rendered once for each exercise. Links are left out, since a report is one file; a figure is drawn in its place.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin

from grader.course import Exercise
from grader.report.source import coloured
from grader.tutorial import Tutorial

#: A longer formula in a line may be wider than a phone.
PHONE = 24
#: What the converter does not know, or takes apart.
UNKNOWN = {r"\|": r"\Vert ", r"\mathrel{+}=": r"\text{ += }"}


@cache
def tutorial(exercise: Exercise) -> Tutorial:
    """The page of an exercise, read once."""
    return Tutorial(exercise)


@cache
def section(exercise: Exercise, heading: str) -> Markup:
    """What stands under a heading of an exercise's page."""
    return _html(tutorial(exercise).sections[heading], exercise.tutorial.parent)


@cache
def hints(exercise: Exercise, function: str) -> list[Markup]:
    """The hints for a function, the gentlest first; of a page that has them for one function only, those."""
    found = tutorial(exercise).hints
    texts = found.get(function) or (next(iter(found.values())) if len(found) == 1 else [])
    return [_html(text, exercise.tutorial.parent) for text in texts]


def _html(text: str, folder: Path) -> Markup:
    tokens = _markdown().parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h5"  # below the headings of the report
        if aligned := re.fullmatch(r"text-align:(\w+)", str(token.attrs.pop("style", ""))):
            token.attrs["class"] = aligned[1]  # no style but that of the page's head is allowed
        token.children = [child for child in token.children or [] if child.type not in ("link_open", "link_close")]
    return Markup(_markdown().renderer.render(tokens, _markdown().options, {"folder": folder}))


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "highlight": _code})
    markdown.enable("table").use(dollarmath_plugin, double_inline=True, allow_labels=False, renderer=_formula)
    markdown.add_render_rule("image", _figure)
    markdown.add_render_rule("table_open", lambda *_: '<div class="wide" tabindex="0"><table>')
    markdown.add_render_rule("table_close", lambda *_: "</table></div>")
    return markdown


def _formula(latex: str, how: dict[str, Any]) -> str:
    """MathML; what the converter does not know is shown as it was written."""
    display = "block" if how["display_mode"] else "inline"
    known = latex
    for ours, theirs in UNKNOWN.items():
        known = known.replace(ours, theirs)
    try:
        mathml = convert(known, display=display)
    except Exception:  # it has no base class for its errors
        return f"<code>{escape(latex)}</code>"
    fits = display == "inline" and len(latex) < PHONE
    return mathml if fits else f'<span class="wide {display}" tabindex="0">{mathml}</span>'


def _code(code: str, language: str, _: str) -> str:
    lines = coloured(code.rstrip("\n"), language)
    diagram = "" if language in ("python", "pycon") else ' class="wide" tabindex="0"'
    return f"<pre{diagram}><code>{Markup(chr(10)).join(lines)}</code></pre>\n"


def _figure(_: RendererHTML, tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """The drawing itself, described by the words that stand for it in the page."""
    words = " ".join(tokens[place].content.split())
    path = env["folder"] / str(tokens[place].attrs["src"])
    if path.suffix != ".svg" or not path.is_file():
        return str(escape(words))
    drawing = re.sub(r"^.*?(?=<svg)", "", path.read_text("utf-8"), flags=re.DOTALL)
    drawing = re.sub(r"<(title|desc)>.*?</\1>", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r"<svg([^>]*?) role=\"img\"", r"<svg\1", drawing, count=1)
    return f'<span class="wide" tabindex="0" role="img" aria-label="{escape(words)}">{drawing}</span>'
