"""Reads an exercise's page: its text and its hints."""

import re
from functools import cached_property

from grader.course import Exercise
from grader.errors import CourseError

LEVELS = 3


class Tutorial:
    """A page in Markdown; hints stand under `## Hints`, `### function`, as a numbered list."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise

    @cached_property
    def text(self) -> str:
        """The page without its front matter."""
        try:
            text = self.exercise.tutorial.read_text("utf-8")
        except OSError:
            raise CourseError(f"{self.exercise.tutorial}: the tutorial is missing.") from None
        return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)

    @cached_property
    def hints(self) -> dict[str, list[str]]:
        """The hints of each function, the gentlest first."""
        section = re.search(r"^## Hints\s*\n(.*?)(?=^## |\Z)", self.text, re.MULTILINE | re.DOTALL)
        if section is None:
            return {}
        groups = re.split(r"^### +`?(\w+)`?[^\n]*\n", section.group(1), flags=re.MULTILINE)[1:]
        found: dict[str, list[str]] = {}
        for name, body in zip(groups[::2], groups[1::2], strict=True):
            items = re.split(r"^\d+\.\s+", body, flags=re.MULTILINE)[1:]
            found[name] = [" ".join(item.split()) if "```" not in item else item.strip() for item in items]
        return found

    def problems(self, functions: list[str]) -> list[str]:
        """What the page lacks."""
        try:
            hints = self.hints
        except CourseError as error:
            return [str(error)]
        return [
            f"{self.exercise.tutorial.name}: {LEVELS} hints are wanted for {name}, there are {len(hints.get(name, []))}"
            for name in functions
            if len(hints.get(name, [])) != LEVELS
        ]
