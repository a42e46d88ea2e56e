"""Reads an exercise's page: its text and its hints."""

import re
from functools import cached_property

from grader.course import Exercise
from grader.errors import CourseError

LEVELS = 3
#: Sections that every page has, and that teach no function in particular.
_COMMON = {"The idea", "By hand", "Check yourself", "Pitfalls", "In an interview", "Further", "Hints"}


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

    @cached_property
    def sections(self) -> dict[str, str]:
        """What stands under each `##` heading."""
        _, *parts = re.split(r"^## +(.+)\n", self.text, flags=re.MULTILINE)
        return {heading.strip(): body.strip() for heading, body in zip(parts[::2], parts[1::2], strict=True)}

    def section_on(self, function: str, *, backward: bool) -> str | None:
        """The heading under which the page treats a function: its pass, else where the text names it first."""
        taught = [heading for heading in self.sections if heading not in _COMMON]
        of_pass = [it for it in taught if it.startswith(("Backward", "The gradient") if backward else "Forward")]
        named = re.compile(rf"\b{function}\b" if of_pass else rf"[`{{]{function}\b")
        step = "step" in function.split("_")

        def fits(heading: str) -> tuple[bool, bool]:
            return step == ("one step" in heading.lower()), bool(named.search(self.sections[heading]))

        return max(of_pass or taught, key=fits, default=None)

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
