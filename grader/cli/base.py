"""The Typer application, its global options, and what the commands share."""

from pathlib import Path
from typing import Annotated

import typer

from grader import __version__
from grader.course import find_course
from grader.errors import InputError
from grader.isolation import Isolation, Worker

app = typer.Typer(
    name="dlgrade",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Deep learning from scratch in plain NumPy: write a layer, check it, be told what is wrong.",
    epilog="Begin with: dlgrade start, then write affine_forward, then: dlgrade check affine",
)


class State:
    """What the global options say."""

    course: Path | None = None
    ahead: Worker | None = None  # started before anything else, so that it loads NumPy while we load the rest


def _version(wanted: bool) -> None:
    if wanted:
        print(f"dlgrade {__version__}")
        raise typer.Exit


@app.callback()
def options(
    course: Annotated[
        Path | None, typer.Option("--course", metavar="DIR", help="Use the exercises/ and solutions/ in DIR.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the global options."""
    State.course = course


def exercise_names(incomplete: str) -> list[str]:
    """Complete the name of an exercise in the shell."""
    return [name for name in find_course(State.course).by_name if name.startswith(incomplete)]


def level(name: str) -> Isolation:
    """Read what --isolation says."""
    from grader.isolation import LEVELS

    if name != "auto" and name not in LEVELS:
        raise InputError(f"--isolation {name}: choose auto, {', '.join(LEVELS[:-1])} or {LEVELS[-1]}.")
    return name  # type: ignore[return-value]


Name = Annotated[str, typer.Argument(help="An exercise, as `dlgrade list` names it.", autocompletion=exercise_names)]
Names = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="Exercises.", autocompletion=exercise_names)
]
