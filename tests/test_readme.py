"""The README tells the truth: its screen is what the command prints, its commands exist."""

import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.main import get_command

from grader import submission
from grader.checking import Checker
from grader.cli.app import app
from grader.report import terminal

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
SCREEN = re.search(r"```console\n(.*?)```", README, re.DOTALL).group(1)
WRONG = ROOT / "examples/lstm.py"


def screen(handed_in, course):
    out = Console(width=80, highlight=False, markup=False, emoji=False, file=StringIO())
    checked = Checker(handed_in).check(course.find("lstm"))
    terminal.show(out, checked.outcome, checked.printed, handed_in.name, False)
    return [line.rstrip() for line in out.file.getvalue().splitlines()]


def blocks():
    parts = re.split(r"^\$ .*\n", SCREEN, flags=re.MULTILINE)[1:]
    return [[line.rstrip() for line in part.splitlines()] for part in parts]


def test_the_first_screen_is_what_the_wrong_example_gives(course):
    assert blocks()[0] == screen(submission.read(WRONG), course)


def test_the_correction_in_the_readme_makes_the_example_pass(course):
    source = WRONG.read_text("utf-8")
    mended = source.replace("dh[:, t], ", "dh[:, t] + dprev_h, ")
    assert mended != source
    assert blocks()[2] == screen(submission.Submission("lstm.py", [mended]), course)


@pytest.mark.parametrize("name", sorted(get_command(app).commands))
def test_every_command_stands_in_the_readme_and_has_help(name):
    assert f"`dlgrade {name}" in README
    assert get_command(app).commands[name].help


def test_every_command_in_the_readme_exists():
    named = set(
        re.findall(r"dlgrade (?!-)([a-z]+)\b", "\n".join(re.findall(r"`[^`]+`|^    .*$", README, re.MULTILINE)))
    )
    assert named <= set(get_command(app).commands)
