"""The instructor's commands: grade, report."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grader.cli.base import State, app, exercise_names
from grader.course import Course, Exercise, find_course
from grader.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from grader.batch.assignment import Assignment
    from grader.batch.job import Settings
    from grader.batch.model import Collection
    from grader.batch.store import Batch


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


Out = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where results, reports and the store go.")]
StoreAt = Annotated[
    str | None, typer.Option("--store", metavar="URL", help="A database: a file, or postgresql://…; else DIR/results.db.")
]


@app.command()
def grade(
    submissions: Annotated[Path, typer.Argument(help="What the learning platform gave you: a folder or an archive.")],
    out: Out,
    exercises: Annotated[
        list[str] | None,
        typer.Option("--exercise", "-e", metavar="NAME", help="Grade this one.", autocompletion=exercise_names),
    ] = None,
    assignment: Annotated[
        Path | None, typer.Option("--assignment", "-a", metavar="FILE", help="Exercises, points, due dates: a .toml.")
    ] = None,
    roster: Annotated[Path | None, typer.Option(metavar="FILE", help="The class list: a CSV.")] = None,
    layout: Annotated[str, typer.Option(help="How the submissions lie, where it is not recognised.")] = "",
    nbgrader: Annotated[str, typer.Option(metavar="NAME", help="Which of nbgrader's assignments.")] = "",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Submissions side by side.")] = _cores(),
    isolation: Annotated[
        str, typer.Option(help="auto, bubblewrap, landlock, container, or process (limits only).")
    ] = "auto",
    store: StoreAt = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31, help="Draw other cases.")] = 0,
    timeout: Annotated[float, typer.Option(min=0.5, max=600, help="Seconds that one exercise may take.")] = 10.0,
    budget: Annotated[float, typer.Option(min=1, help="Seconds that one submission may take.")] = 300.0,
    memory: Annotated[int, typer.Option(min=256, help="MiB that one exercise may use.")] = 2048,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what was recognised; run and write nothing.")] = False,
    regrade: Annotated[
        bool, typer.Option("--regrade", help="Grade all of it again, and show the differences before they count.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Let a regrade count without asking.")] = False,
) -> None:
    """Grade a class: confined, side by side, with nothing lost. Run it again to go on where it stopped.

    Writes results.jsonl, grades.csv, index.html and students/ID/feedback.html into DIR. What has not changed since it
    was graded is not graded again.

    Exit code 0: everything is graded. 1: something is left ungraded. 2: the command was used wrongly.
    """
    from grader.batch import run
    from grader.report import terminal

    course = find_course(State.course)
    console = terminal.console(stderr=True)
    settings = _settings(course, isolation, seed, timeout, budget, memory)
    text = _text(assignment) if assignment is not None else ""
    rules = _rules(course, exercises or [], text, assignment)
    collection = _collect(submissions, roster, nbgrader, layout, rules)
    rules = rules or _mentioned(course, collection, submissions)
    plan = run.Plan.make(collection, rules.exercises, settings)
    if dry_run:
        _describe(plan, rules, settings)
        return
    _draw(console, rules.exercises, seed)
    told = {
        "assignment": text,
        "exercises": [exercise.name for exercise in rules.exercises],
        "seed": seed,
        "isolation": settings.isolation,
        "notes": _notes(plan, rules),
    }
    _make(out)
    with Store.open(store or out / "results.db") as opened:
        batch = opened.begin(plan.files, collection.students.values(), collection.attempts, told, regrade=regrade)
        with _interruptible(console), Pool(jobs, settings) as pool:
            written = None if regrade else out
            todo = batch.todo()
            with progress.Live(console, len({entry.student for entry in todo})) as live:
                run.grade(plan, todo, batch, pool, written, live.seen)
            if regrade and not _agreed(console, batch, yes):
                raise typer.Exit(1)
            results = finish.Results.of(batch, rules)
            finish.write(results, out, told)
            pool_pages = finish.pages(results, out, again=regrade)
            finish.render(pool_pages, pool)
    raise typer.Exit(_summary(console, results, out))
