"""The student's commands: check, list, start, reset, hint, doctor."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grader.cli.base import Name, Names, State, app, level
from grader.course import Course, Exercise, find_course
from grader.errors import InputError
from grader.toml import did_you_mean

if TYPE_CHECKING:
    from grader.submission import Submission
    from grader.workspace import Workspace


@app.command()
def check(
    names: Names = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Check this .py or .ipynb file instead.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the report as HTML, too.")] = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write the result as JUnit XML, too.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31, help="Draw other cases.")] = 0,
    only: Annotated[str | None, typer.Option(help="Report one function or one check only.")] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Cut nothing, and show every check of a passing exercise.")
    ] = False,
    isolation: Annotated[
        str, typer.Option(help="Confine the file: process (limits), auto (the strongest), or one that `doctor` lists.")
    ] = "process",
    timeout: Annotated[float, typer.Option(min=0.5, max=600, help="Seconds that one exercise may take.")] = 10.0,
) -> None:
    """Check one or several exercises, and say what is wrong and where.

    `dlgrade check lstm` looks for recurrent/lstm.py in your workspace. `dlgrade check --file layers.py` checks every
    exercise whose functions the file defines: a whole layers.py, rnn_layers.py or optim.py of CS231n will do.

    Exit code 0: everything passed. 1: something did not. 2: the command was used wrongly.
    """
    from grader import submission
    from grader.isolation import Limits, choose, launch

    started = time.monotonic()
    backend = choose(level(isolation))
    if html is not None and html == junit:
        raise InputError(f"--html and --junit would both be written to {html}. Name another file for one of them.")
    course = find_course(State.course)
    work, workspace = _work(course, names or [], file)
    limits = Limits(wall_s=timeout)
    if State.ahead is not None and backend != "process":
        State.ahead.kill()
        State.ahead = None
    from grader import checking

    results: list[tuple[Exercise, submission.Submission, checking.Checked]] = []
    for place, (exercise, handed_in) in enumerate(work, start=1):
        worker = State.ahead
        State.ahead = launch(backend) if place < len(work) else None
        checked = checking.Checker(handed_in, isolation=backend, limits=limits, worker=worker).check(exercise, seed)
        results.append((exercise, handed_in, checked))
        if workspace is not None:
            it = checked.outcome
            workspace.remember(exercise.name, status=it.status, points=it.points, digest=handed_in.digest)
    if only:
        results = _filter(results, only)
    outcomes = [checked.outcome for _, _, checked in results]
    if html is not None:
        _write_html(html, results, str(file or results[0][1].name))
    if junit is not None:
        _write_junit(junit, outcomes)
    if as_json:
        _print_json(outcomes, time.monotonic() - started)
    else:
        _print(results, bool(file), verbose, [it for it in (html, junit) if it is not None])
    raise typer.Exit(0 if all(outcome.status == "passed" for outcome in outcomes) else 1)


def _work(
    course: Course, names: list[str], file: Path | None
) -> tuple[list[tuple[Exercise, "Submission"]], "Workspace | None"]:
    """Pair each exercise with the file to check."""
    from grader import submission
    from grader.naming import recognised
    from grader.workspace import Workspace

    exercises = [course.find(name) for name in dict.fromkeys(names)]
    if file is not None:
        handed_in = submission.read(file)
        found = exercises or recognised(course, handed_in.defines(), file.stem)
        if not found:
            raise InputError(
                f"{file} defines none of the course's functions. Name the exercise (dlgrade check NAME --file {file}), "
                f"and see `dlgrade list` for the names."
            )
        return [(exercise, handed_in) for exercise in found], None
    if not exercises:
        raise InputError(
            "Say what to check: dlgrade check NAME, or dlgrade check --file FILE. `dlgrade list` has the names."
        )
    workspace = Workspace.find()
    pairs = [(exercise, submission.read(_find_file(exercise, workspace))) for exercise in exercises]
    return pairs, workspace


def _find_file(exercise: Exercise, workspace: "Workspace | None") -> Path:
    if workspace is not None:
        path = workspace.file(exercise)
        if not path.exists():
            raise InputError(f"{path} does not exist. `dlgrade reset {exercise.name}` puts its beginning there.")
        return path
    here = Path(f"{exercise.name}.py")
    if here.is_file():
        return here
    raise InputError(
        f"There is no {exercise.name}.py here, and this is not a workspace. Make one with `dlgrade start`, or name the "
        f"file: dlgrade check {exercise.name} --file FILE"
    )


def _filter(results: list[Any], only: str) -> list[Any]:
    """Keep the checks of one function, or one check; the status and points follow."""
    from grader.outcome import overall

    all_checks = [check for *_, checked in results for check in checked.outcome.checks]
    known = {name for check in all_checks for name in (check.function, check.name, check.id)}
    if only not in known:
        raise InputError(f"--only {only!r}: no such function or check.{did_you_mean(only, known)}")
    for *_, checked in results:
        outcome = checked.outcome
        outcome.checks = [check for check in outcome.checks if only in (check.function, check.name, check.id)]
        outcome.status = overall(outcome.checks)
        outcome.points = sum(check.points for check in outcome.checks)
        outcome.max_points = sum(check.max_points for check in outcome.checks)
    return [it for it in results if it[2].outcome.checks]


def _write_html(path: Path, results: list[Any], file: str) -> None:
    from grader.report import html

    parts = [html.Part(checked.outcome, handed_in, exercise) for exercise, handed_in, checked in results]
    _write("--html", path, html.render(parts, file).encode("utf-8"))


def _write_junit(path: Path, outcomes: list[Any]) -> None:
    from grader.report import junit

    _write("--junit", path, junit.render(map(junit.Suite, outcomes)))


def _write(option: str, path: Path, data: bytes) -> None:
    from grader import files

    try:
        files.write(path, data)
    except OSError as error:
        raise InputError(f"{option} {path}: {error.strerror or error}.") from None


def _print_json(outcomes: list[Any], elapsed: float) -> None:
    from grader.outcome import to_json

    objects = [{**to_json(outcome), "elapsed_s": round(elapsed, 3)} for outcome in outcomes]
    print(json.dumps(objects[0] if len(objects) == 1 else objects, indent=2))


def _print(results: list[Any], from_file: bool, verbose: bool, written: list[Path]) -> None:
    from grader.report import terminal

    out = terminal.console()
    begun = [it for it in results if it[2].outcome.started or not from_file or len(results) == 1]
    for place, (_, handed_in, checked) in enumerate(begun):
        if place and not (checked.outcome.status == "passed" and begun[place - 1][2].outcome.status == "passed"):
            out.print()
        terminal.show(out, checked.outcome, checked.printed, handed_in.name, verbose)
    waiting = [exercise.name for exercise, _, checked in results if (exercise, _, checked) not in begun]
    if waiting:
        out.print(f"\nnot written yet: {', '.join(waiting)}", style="dim")
    if len(results) > 1:
        points = sum(checked.outcome.points for _, _, checked in results)
        possible = sum(checked.outcome.max_points for _, _, checked in results)
        passed = sum(checked.outcome.status == "passed" for _, _, checked in results)
        out.print(f"\n{passed} of {len(results)} exercises passed, {points:g} of {possible:g} points")
    failed = [it for it in begun if it[2].outcome.failing]
    if failed and not from_file:
        out.print(f"\nstuck? dlgrade hint {failed[0][0].name}", style="dim")
    for path in written:
        out.print(f"report: {path}", style="dim")


@app.command(name="list")
def list_exercises(
    as_json: Annotated[bool, typer.Option("--json", help="Print functions and signatures, too, as JSON.")] = False,
) -> None:
    """List the exercises by track, with points and your progress."""
    from grader.report import listing
    from grader.workspace import Workspace

    course = find_course(State.course)
    workspace = Workspace.find()
    if as_json:
        print(json.dumps(listing.as_json(course, workspace), indent=2))
    else:
        listing.show(course, workspace)


@app.command()
def start(
    directory: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to put the exercises.")] = Path("dlgrade"),
) -> None:
    """Make a workspace: a folder with a file and a tutorial for each exercise. Nothing is ever overwritten."""
    from grader.workspace import Workspace

    course = find_course(State.course)
    first = next(iter(course.ordered()), None)
    if first is None:
        raise InputError(f"{course.solutions} holds no exercises. Begin one: dlgrade new TRACK/NAME")
    workspace, written = Workspace.create(directory, course)
    files = "1 file" if len(written) == 1 else f"{len(written)} files"
    print(f"{files} written to {workspace.root}; what was there was left alone.")
    print(f"Open {workspace.file(first)}, then: cd {workspace.root} && dlgrade check {first.name}")


@app.command()
def reset(name: Name, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False) -> None:
    """Put an exercise back to its beginning; your file is kept beside it."""
    exercise = find_course(State.course).find(name)
    workspace = _workspace()
    path = workspace.file(exercise)
    if not yes and not typer.confirm(f"Start {exercise.name} afresh? {path.name} will be kept as a .bak file."):
        raise typer.Exit(1)
    had = path.exists()
    kept = workspace.reset(exercise)
    print(f"{path} is back to its beginning." + (f" Your version is {kept.name}." if had else ""))


def _workspace() -> "Workspace":
    from grader.workspace import Workspace

    workspace = Workspace.find()
    if workspace is None:
        raise InputError("This is not a workspace. Make one with `dlgrade start`, and go into it.")
    return workspace


@app.command()
def hint(
    name: Name,
    function: Annotated[str | None, typer.Argument(help="One of its functions.")] = None,
    level: Annotated[int | None, typer.Option(min=1, max=3, help="1: a nudge. 3: nearly the answer.")] = None,
) -> None:
    """Show the next hint: first a nudge, then the plan, then the decisive line."""
    from grader.report import terminal
    from grader.tutorial import LEVELS, Tutorial
    from grader.workspace import Workspace

    exercise = find_course(State.course).find(name)
    hints = Tutorial(exercise).hints
    if function is not None and function not in hints:
        raise InputError(f"{exercise.name} has no hints for {function!r}.{did_you_mean(function, hints)}")
    workspace = Workspace.find()
    read = workspace.hints_read(exercise.name) if workspace else {}
    out = terminal.console()
    for place, each in enumerate([function] if function else hints):
        shown = level or min(read.get(each, 0) + 1, LEVELS)
        read[each] = max(shown, read.get(each, 0))
        out.print(("\n" if place else "") + each, style="bold")
        for number, text in enumerate(hints[each][:shown], start=1):
            out.print(f"  {number}. {text}")
    if workspace:
        workspace.remember(exercise.name, hints=read)
    elif level is None:
        out.print("\nmore: dlgrade hint " + f"{exercise.name} --level 2", style="dim")


@app.command()
def doctor() -> None:
    """Say what this machine can do: isolation, limits, cores, extras."""
    from grader.report import doctor as examination

    sys.exit(examination.show())
