"""Loads a solution (the trusted reference) and runs programs on it."""

import __future__

import importlib.util
import sys
import types
from pathlib import Path
from typing import Any

from grader import signature
from grader.course import Exercise
from grader.errors import CourseError
from grader.worker.program import Runner
from grader.worker.reports import Report


class Reference:
    """A solution, or a patched one: its functions' signatures, and its answers.

    Where the exercise has a driver, the driver's functions are called, and it calls the solution's. A patched one has
    the solution's signatures, so its annotations are left alone.
    """

    def __init__(self, exercise: Exercise, patched: str | None = None) -> None:
        self.exercise = exercise
        self.source = exercise.solution.read_text("utf-8") if patched is None else patched
        flags = 0 if patched is None else __future__.annotations.compiler_flag
        self.module = _execute(exercise.solution, self.source, flags)
        self.driver = exercise.driver.read_text("utf-8") if exercise.driver.exists() else ""
        self.called = (
            _execute(exercise.driver, self.driver, flags, submission=self.module) if self.driver else self.module
        )
        self.runner = Runner(vars(self.called), str(exercise.solution))

    def functions(self) -> dict[str, signature.Function]:
        """The signatures, in the order of the file."""
        return signature.functions(self.called, self.driver or self.source)

    def run(self, steps: list[dict[str, Any]], payload: bytes) -> list[Report]:
        """Run a program; return for each step its result and what it left in its arguments."""
        return [Report(*report) for report in self.runner.run(steps, payload)]


def _execute(path: Path, source: str, flags: int, **given: Any) -> types.ModuleType:
    what = "the driver" if given else "the solution"
    module = types.ModuleType(f"dlgrade_solution_{path.stem}")
    vars(module).update(given)
    module.__file__ = str(path)
    sys.modules[module.__name__] = module  # where typing looks annotations up
    try:
        exec(compile(source, str(path), "exec", flags, dont_inherit=True), vars(module))
    except Exception as error:
        raise CourseError(f"{path}: {what} cannot be loaded: {type(error).__name__}: {error}") from error
    return module


def load_properties(path: Path) -> types.ModuleType:
    """Import an exercise's `_checks.py`."""
    spec = importlib.util.spec_from_file_location(f"dlgrade_properties_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise CourseError(f"{path}: cannot be imported.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseError(f"{path}: cannot be loaded: {type(error).__name__}: {error}") from error
    return module
