"""The list of exercises, in the terminal and as JSON."""

import ast
from typing import Any

from rich.text import Text

from grader.course import Course, Exercise
from grader.report.terminal import console
from grader.workspace import Workspace

TITLE = 28


def show(course: Course, workspace: Workspace | None) -> None:
    """Print a table by track."""
    out = console()
    progress = workspace.progress() if workspace else {}
    ordered = course.ordered()
    longest = max((len(exercise.name) for exercise in ordered), default=0)
    for track, title in course.tracks.items():
        mine = [exercise for exercise in ordered if exercise.track == track]
        if not mine:
            continue
        out.print(title, style="bold")
        for exercise in mine:
            out.print(_row(exercise, progress.get(exercise.name, {}), longest), overflow="ellipsis", no_wrap=True)
        out.print()
    points = sum(exercise.points for exercise in ordered)
    legend = "name, title, difficulty, points, what comes before"
    out.print(f"{len(ordered)} exercises ({legend}), {points:g} points", style="dim")


def _row(exercise: Exercise, known: dict[str, Any], longest: int) -> Text:
    spec = exercise.spec
    done = known.get("status") == "passed"
    points = known.get("points")
    score = f"{points:g}/{exercise.points:g}" if isinstance(points, int | float) else f"{exercise.points:g}"
    title = spec.title if len(spec.title) <= TITLE else f"{spec.title[: TITLE - 1]}…"
    stars = "●" * spec.difficulty + "○" * (5 - spec.difficulty)
    return Text.assemble(
        (f"{'✓' if done else ' '} {exercise.name:<{longest}}  ", "green" if done else ""),
        f"{title:<{TITLE}}  ",
        (f"{stars}  ", "dim"),
        f"{score:>6}  ",
        (", ".join(spec.after), "dim"),
    )


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
