"""Derives the student's stub from the solution: signatures, docstrings and helpers stay, bodies go.

Where mistakes are planted, everything stays, and the mistakes are in it.
"""

import ast

from grader.course import Course, Exercise
from grader.errors import CourseError
from grader.toml import did_you_mean

#: Methods of a class that the student is given.
GIVEN = ("__init__", "__repr__")


def stub(exercise: Exercise) -> str:
    """Return the stub's source."""
    source = exercise.solution.read_text("utf-8")
    if exercise.spec.planted:
        return _with_bugs(exercise, source)
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise CourseError(f"{exercise.solution}: line {error.lineno}: {error.msg}.") from None
    lines = source.splitlines()
    left_out = exercise.spec.left_out
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    for name in left_out:
        if name not in defined:
            raise CourseError(f"{exercise.toml}: left_out: no function {name!r}.{did_you_mean(name, defined)}")
    ends = [node.lineno - 1 for node in tree.body[1:]] + [len(lines)]
    for node, end in reversed(list(zip(tree.body, ends, strict=True))):
        if isinstance(node, ast.FunctionDef) and node.name in left_out:
            del lines[node.lineno - 1 : end]
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            _clear(node, lines, exercise)
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for method in reversed(node.body):
                if isinstance(method, ast.FunctionDef) and method.name not in GIVEN:
                    _clear(method, lines, exercise)
    return "\n".join(lines) + "\n"


def _with_bugs(exercise: Exercise, source: str) -> str:
    """Plant the bugs, and say in the file's docstring how many there are."""
    bugs = exercise.spec.planted
    for mistake in bugs:
        source = mistake.patch(source, str(exercise.toml))
    prefix, *rest = source.split('"""', 2)
    if prefix not in ("", "r") or len(rest) != 2:
        raise CourseError(f"{exercise.solution}: begin with a docstring in three double quotes: it tells of the bugs.")
    there_are = "is 1 bug" if len(bugs) == 1 else f"are {len(bugs)} bugs"
    return f'{prefix}"""{rest[0].rstrip()}\n\nThere {there_are} in this file. Find and mend them.\n"""{rest[1]}'


def _clear(node: ast.FunctionDef, lines: list[str], exercise: Exercise) -> None:
    """Put an exception in the place of a body."""
    first = node.body[0]
    if first.lineno == node.lineno:
        where = f"{exercise.solution}: line {node.lineno}"
        raise CourseError(f"{where}: write the body of {node.name} on lines of its own.")
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = (first.end_lineno or 0) if documented else first.lineno - 1
    indent = " " * first.col_offset
    lines[start : node.end_lineno] = [f'{indent}raise NotImplementedError("write {node.name} here")']


def is_current(exercise: Exercise) -> bool:
    """Whether the stub on disk is the one that the solution gives."""
    return exercise.stub.is_file() and exercise.stub.read_text("utf-8") == stub(exercise)


def sync(course: Course) -> list[Exercise]:
    """Write every stub that is out of date; return those."""
    stale = [exercise for exercise in course.by_name.values() if not is_current(exercise)]
    for exercise in stale:
        exercise.stub.parent.mkdir(parents=True, exist_ok=True)
        exercise.stub.write_text(stub(exercise), "utf-8")
    return stale
