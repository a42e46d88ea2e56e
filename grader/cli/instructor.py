"""The instructor's commands: grade, report."""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.base import State, app, exercise_names, level
from grader.course import Course, Exercise, find_course
from grader.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from grader.batch.assignment import Assignment
    from grader.batch.model import Collection
    from grader.batch.run import Plan
    from grader.batch.store import Batch


CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


Out = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where results, reports and the store go.")]
Url = Annotated[
    str | None,
    typer.Option("--store", metavar="URL", help="The store: a file, or postgresql://...; else DIR/results.db."),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Submissions side by side.")]


@app.command()
def grade(
    submissions: Annotated[
        Path, typer.Argument(metavar="SUBMISSIONS", help="What the learning platform gave you: a folder or an archive.")
    ],
    out: Out,
    exercises: Annotated[
        list[str] | None,
        typer.Option("--exercise", "-e", metavar="NAME", help="Grade this one.", autocompletion=exercise_names),
    ] = None,
    assignment: Annotated[
        Path | None, typer.Option("--assignment", "-a", metavar="FILE", help="Exercises, points, due dates: a .toml.")
    ] = None,
    roster: Annotated[Path | None, typer.Option(metavar="FILE", help="The class list: a CSV.")] = None,
    layout: Annotated[str, typer.Option(help="How the submissions lie, where that is not recognised.")] = "",
    nbgrader: Annotated[str, typer.Option(metavar="NAME", help="Which of nbgrader's assignments.")] = "",
    jobs: Jobs = CORES,
    isolation: Annotated[
        str, typer.Option(help="auto, bubblewrap, landlock, container, or process (limits only).")
    ] = "auto",
    store: Url = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31, help="Draw other cases.")] = 0,
    timeout: Annotated[float, typer.Option(min=0.5, max=600, help="Seconds that one exercise may take.")] = 10.0,
    budget: Annotated[float, typer.Option(min=1, help="Seconds that one submission may take in all.")] = 300.0,
    memory: Annotated[int, typer.Option(min=256, help="MiB that one exercise may use.")] = 2048,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what was recognised; run and write nothing.")
    ] = False,
    regrade: Annotated[
        bool, typer.Option("--regrade", help="Grade everything again, and show what changes before it counts.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Let a regrade count without asking.")] = False,
) -> None:
    """Grade a class: confined, side by side, with nothing lost. The same command goes on where it stopped.

    Writes results.jsonl, grades.csv, index.html and students/ID/feedback.html into DIR. What has not changed since it
    was graded is not graded again.

    Exit code 0: all is graded. 1: something is ungraded, or a regrade was declined. 2: the command was used wrongly.
    """
    from grader.batch import collecting, finish, run
    from grader.batch.job import Settings
    from grader.batch.schedule import Pool
    from grader.batch.store import Store
    from grader.isolation import Limits, cgroup, choose
    from grader.report import batches, progress, terminal

    console = terminal.console(stderr=True)
    course = find_course(State.course)
    limits = Limits(wall_s=timeout, memory=memory << 20)
    settings = Settings(course, choose(level(isolation), least="container"), limits, budget, seed)
    rules = _rules(course, assignment, exercises or [])
    names = [exercise.name for exercise in rules.exercises] if rules else list(course.by_name)
    collection = collecting.collect(submissions, roster, nbgrader, layout, names)
    rules = rules or _mentioned(course, submissions, collection)
    plan = run.Plan.make(collection, rules.exercises, settings)
    if dry_run:
        batches.plan(plan, rules, settings)
        return
    told = {
        "assignment": rules.source,
        "exercises": [exercise.name for exercise in rules.exercises],
        "notes": _notes(plan, rules),
        "seed": seed,
        "isolation": settings.isolation,
        "limits": f"{timeout:g} s and {memory} MiB for an exercise, {budget:g} s for a submission",
    }
    _make(out)
    cgroup.base()  # before there are processes that grade: they inherit the group
    with (
        _interruptible(console),
        Store.open(store or out / "results.db") as opened,
        Pool(jobs, settings) as pool,
    ):
        broken = _draw(console, rules.exercises, seed)
        batch = opened.begin(plan.files, collection.students.values(), collection.attempts, told, regrade=regrade)
        todo = batch.todo()
        with progress.Live(console, len({entry.student for entry in todo if entry.exercise not in broken})) as live:
            run.grade(plan, todo, broken, batch, pool, None if regrade else out, live.seen)
        if regrade:
            _decide(console, batch, yes)
        results = finish.Results.of(batch, rules)
        finish.write(results, out)
        lost = finish.render(finish.pages(results, out, again=False), pool)
        batches.summary(console, results, lost, out)
    raise typer.Exit(1 if any(total.state == "incomplete" for total in results.totals) else 0)


@app.command()
def report(out: Out, store: Url = None, jobs: Jobs = CORES) -> None:
    """Write results.jsonl, grades.csv, index.html and all feedback again, from the store."""
    from grader.batch import finish
    from grader.batch.assignment import Assignment
    from grader.batch.job import Settings
    from grader.batch.schedule import Pool
    from grader.batch.store import Store
    from grader.isolation import Limits
    from grader.report import batches, terminal

    console = terminal.console(stderr=True)
    course = find_course(State.course)
    place = store or out / "results.db"
    if not store and not (out / "results.db").is_file():
        raise InputError(f"{place} does not exist. Give the folder of `dlgrade grade --out`, or its --store.")
    _make(out)
    with _interruptible(console), Store.open(place) as opened:
        batch = opened.latest()
        source, names = batch.settings["assignment"], batch.settings["exercises"]
        if source:
            rules = Assignment.parse(source.encode(), Path("assignment.toml"), course)
        else:
            rules = Assignment.of([course.find(name) for name in names])
        results = finish.Results.of(batch, rules)
        finish.write(results, out)
        with Pool(jobs, Settings(course, "process", Limits(), 0, batch.settings["seed"])) as pool:
            lost = finish.render(finish.pages(results, out, again=True), pool)
        batches.summary(console, results, lost, out)


def _rules(course: Course, path: Path | None, names: Sequence[str]) -> "Assignment | None":
    """What is graded, as far as anybody said it."""
    from grader.batch.assignment import Assignment

    if path is not None and names:
        raise InputError(f"--assignment and --exercise exclude each other: name the exercises in {path}.")
    if path is not None:
        return Assignment.load(path, course)
    return Assignment.of([course.find(name) for name in dict.fromkeys(names)]) if names else None


def _mentioned(course: Course, submissions: Path, collection: "Collection") -> "Assignment":
    """Every exercise that anybody handed in."""
    from grader.batch.answers import mentioned
    from grader.batch.assignment import Assignment

    found = mentioned(collection, course)
    if not found:
        raise InputError(
            f"{submissions}: no file answers an exercise of the course. Name it: --exercise NAME. `dlgrade list` has "
            f"the names."
        )
    return Assignment.of([course.find(name) for name in found])


def _notes(plan: "Plan", rules: "Assignment") -> list[str]:
    """What an instructor should know about how submissions were read."""
    from grader.batch.describing import some

    collection = plan.collection
    unknown = f"Not in the class list: {some(collection.unknown, collection)}." if collection.unknown else ""
    extensions = rules.idle_extensions(collection.students)
    return [note for note in (unknown, *collection.notes, *plan.notes, *extensions) if note]


def _make(out: Path) -> None:
    """See that results can be written before any is made."""
    from grader import files

    try:
        out.mkdir(parents=True, exist_ok=True)
        files.write(out / ".dlgrade", b"")
        (out / ".dlgrade").unlink()
    except OSError as error:
        raise InputError(f"--out {out} cannot be written: {error.strerror or error}.") from None


def _draw(console: "Console", exercises: Sequence[Exercise], seed: int) -> dict[str, str]:
    """Have every battery at hand; return the exercises that cannot be graded, and why: found now, told at once."""
    from grader import battery
    from grader.report.safe import one_line

    broken = {}
    for exercise in exercises:
        try:
            with console.status("drawing cases"):
                battery.get(exercise, seed)
        except Exception as error:
            broken[exercise.name] = one_line(f"the exercise is broken: {error}", 300)
            console.print(f"{exercise.name} cannot be graded: {broken[exercise.name]}", style="yellow", soft_wrap=True)
    return broken


@contextmanager
def _interruptible(console: "Console") -> Iterator[None]:
    """Ctrl-C and SIGTERM end the processes that grade, and say that nothing is lost."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        console.print("\nstopped. What is graded is kept; the same command goes on from here.")
        raise typer.Exit(130) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _decide(console: "Console", batch: "Batch", yes: bool) -> None:
    """Show what a regrade changes, and let it count if that is wanted."""
    from grader.report import batches

    changes = list(batch.differences())
    for change in changes:
        console.print(batches.change(change), soft_wrap=True)
    if not changes:
        console.print("The regrade changes no grade.")
    elif not yes and not typer.confirm(f"Let these {len(changes)} changes count?"):
        batch.discard()
        console.print("Nothing was changed.")
        raise typer.Exit(1)
    batch.apply()
