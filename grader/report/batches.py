"""What is said of a batch in a terminal: before it, and after it."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.batch.assignment import Assignment
from grader.batch.describing import describe
from grader.batch.finish import Results
from grader.batch.job import Settings
from grader.batch.run import Plan
from grader.batch.store import Difference
from grader.report.safe import one_line
from grader.report.statistics import median


def plan(planned: Plan, rules: Assignment, settings: Settings) -> None:
    """Print what would be graded."""
    handed_in = sum(file is not None for file in planned.files.values())
    lines = describe(planned.collection)
    lines += ["", *(one_line(note) for note in [*planned.notes, *rules.idle_extensions(planned.collection.students)])]
    lines += [
        f"Exercises: {', '.join(exercise.name for exercise in rules.exercises)}",
        f"To grade: {handed_in:,} files, confined by {settings.isolation}. Nothing was run or written.",
    ]
    print("\n".join(lines))


def change(difference: Difference) -> str:
    """One grade that a regrade changes."""

    def grade(points: float | None, status: str | None) -> str:
        return "ungraded" if points is None else f"{points:g} ({status})"

    old, new = grade(difference.old_points, difference.old_status), grade(difference.new_points, difference.new_status)
    return one_line(f"{difference.student}, {difference.exercise}, attempt {difference.attempt}: {old} -> {new}")


def summary(console: Console, results: Results, lost: Sequence[str], out: Path) -> None:
    """What came of it, and what could not be done."""
    totals = results.totals
    ungraded = [fault for fault in results.batch.faults() if results.counts(fault.entry)]
    scores = [float(total.points) for total in totals if total.points is not None and total.state == "marked"]
    if scores:
        most = float(totals[0].max_points)
        console.print(f"{len(scores)} students graded, median {median(scores):g} of {most:g} points")
    missing = [total.student for total in totals if total.state == "missing"]
    if missing:
        console.print(f"{len(missing)} handed in nothing")
    for fault in ungraded[:10]:
        where = f"{fault.entry.student}, {fault.entry.exercise}"
        console.print(Text(one_line(f"ungraded: {where}: {fault.reason}", 300), "yellow"), soft_wrap=True)
    if ungraded:
        console.print(f"{len(ungraded)} ungraded, which is no grade: the same command tries them again")
    for title in lost:
        console.print(one_line(f"no page: {title}: the process that makes it died over it"), soft_wrap=True)
    console.print(f"report: {out / 'index.html'}", style="dim", soft_wrap=True)
