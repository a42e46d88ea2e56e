"""The Typer application: every command is registered here and defined in its module."""

from pathlib import Path
from typing import Annotated

import typer

from grader import __version__

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


from grader.cli import author, student  # noqa: E402  they register themselves on `app`

__all__ = ["app", "author", "student"]
