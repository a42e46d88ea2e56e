"""The author's commands: new, sync, verify."""

import os
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.base import Names, State, app
from grader.course import find_course
from grader.errors import InputError


@app.command()
def new(
    place: Annotated[str, typer.Argument(metavar="TRACK/NAME", help="For example recurrent/gru.")],
) -> None:
    """Begin an exercise: drafts of its solution, .toml and tutorial. `dlgrade verify NAME` says what is missing."""
    from grader.authoring import drafts

    for path in drafts.write(find_course(State.course or Path.cwd()), place):
        print(path)


@app.command()
def sync(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 where something is out of date.")
    ] = False,
) -> None:
    """Write the students' stubs from the solutions."""
    from grader.authoring import stubs

    course = find_course(State.course)
    if check:
        stale = [exercise for exercise in course.by_name.values() if not stubs.is_current(exercise)]
        for exercise in stale:
            print(f"exercises/{exercise.track}/{exercise.name}.py is out of date. Run: dlgrade sync")
        raise typer.Exit(1 if stale else 0)
    for exercise in stubs.sync(course):
        print(f"exercises/{exercise.track}/{exercise.name}.py")


@app.command()
def verify(
    names: Names = None,
    jobs: Annotated[int, typer.Option(min=1, help="Submissions side by side.")] = os.cpu_count() or 1,
) -> None:
    """Prove that solutions pass, stubs do not, and every mistake is caught by the check it names."""
    from grader.authoring import verify as proving
    from grader.report import proofs

    course = find_course(State.course)
    exercises = [course.find(name) for name in names] if names else course.ordered()
    if not exercises:
        raise InputError(f"{course.solutions} holds no exercises. Begin one: dlgrade new TRACK/NAME")
    raise typer.Exit(proofs.show(proving.verify(exercises, jobs)))
