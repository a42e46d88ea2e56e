"""The list of exercises, in the terminal and as JSON."""

import ast
from typing import Any

from rich.table import Table
from rich.text import Text

from grader.course import Course, Exercise
from grader.report.terminal import console
from grader.workspace import Workspace


def show(course: Course, workspace: Workspace | None) -> None:
    """Print a table by track."""
    out = console()
    progress = workspace.progress() if workspace else {}
    ordered = course.ordered()
    for track, title in course.tracks.items():
        mine = [exercise for exercise in ordered if exercise.track == track]
        if not mine:
            continue
        table = Table.grid(padding=(0, 2, 0, 0))
        table.title, table.title_justify, table.title_style = title, "left", "bold"
        for width in (18, 28, 5, 7):  # with what comes before, a name or two, this fits into 80 columns
            table.add_column(width=width, overflow="fold", justify="right" if width == 7 else "left")
        table.add_column(overflow="fold")
        for exercise in mine:
            table.add_row(*_row(exercise, progress.get(exercise.name, {})))
        out.print(table)
        out.print()
    points = sum(exercise.points for exercise in ordered)
    legend = "name, title, difficulty, points, what comes before"
    out.print(f"{len(ordered)} exercises ({legend}), {points:g} points", style="dim")


def _row(exercise: Exercise, known: dict[str, Any]) -> list[Text]:
    spec = exercise.spec
    done = known.get("status") == "passed"
    points = known.get("points")
    score = f"{points:g}/{exercise.points:g}" if isinstance(points, int | float) else f"{exercise.points:g}"
    stars = "●" * spec.difficulty + "○" * (5 - spec.difficulty)
    return [
        Text(("✓ " if done else "  ") + exercise.name, "green" if done else ""),
        Text(spec.title),
        Text(stars, "dim"),
        Text(score),
        Text(", ".join(spec.after), "dim"),
    ]


def as_json(course: Course, workspace: Workspace | None) -> list[dict[str, Any]]:
    """Exercises with their functions and signatures."""
    progress = workspace.progress() if workspace else {}
    return [
        {
            "name": exercise.name,
            "track": exercise.track,
            "title": exercise.spec.title,
            "difficulty": exercise.spec.difficulty,
            "minutes": exercise.spec.minutes,
            "points": exercise.points,
            "after": exercise.spec.after,
            "functions": _signatures(exercise),
            "progress": {k: v for k, v in progress.get(exercise.name, {}).items() if k in ("status", "points")},
        }
        for exercise in course.ordered()
    ]


def _signatures(exercise: Exercise) -> dict[str, str]:
    tree = ast.parse(exercise.solution.read_text("utf-8"))
    return {
        node.name: f"({ast.unparse(node.args)}) -> {ast.unparse(node.returns) if node.returns else 'None'}"
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
