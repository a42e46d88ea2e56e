"""Which students need attention: by rules that the page states, each student under the first that applies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.report.classroom import RED

if TYPE_CHECKING:
    from grader.report.classtopic import Person
    from grader.report.classview import View

HALF = 0.5
#: So many students who stop at the same check are shown together.
TOGETHER = 3
MOST = 8

#: Title and rule, the most urgent first.
RULES = {
    "absent": ("Nothing handed in", "Not a file was found for any exercise."),
    "unwritten": ("Nothing written", "What was handed in is what they were given: no function is filled in."),
    "timeouts": ("Only time-outs", "Whatever is wrong in their work took too long; nothing else is wrong."),
    "stuck": ("Begun, and no point yet", "Something is written, and no check that has points is right."),
    "below": ("Below half", "The final score is below half of the maximum."),
}


@dataclass(frozen=True)
class Group:
    """Students to whom a rule applies; and of those who began, who stops at the same check."""

    title: str
    rule: str
    people: list["Person"]
    together: list[tuple[str, list["Person"]]]


def groups(view: "View") -> Iterator[Group]:
    """The groups that are not empty."""
    found: dict[str, list[str]] = {rule: [] for rule in RULES}
    for student in view.people:
        if (rule := _rule(view, student)) is not None:
            found[rule].append(student)
    for rule, students in found.items():
        if students:
            together = _together(view, students) if rule in ("stuck", "below") else []
            yield Group(*RULES[rule], [view.people[it] for it in students], together)


def _rule(view: "View", student: str) -> str | None:
    """The first rule that applies; none to those whose work is not all graded."""
    mine = view.by_student[student]
    if any(cell.state == "ungraded" for cell in mine):
        return None
    begun = [cell for cell in mine if cell.begun]
    red = {letter for cell in begun for letter in cell.letters if letter in RED}
    if not begun:
        return "absent" if all(cell.state == "absent" for cell in mine) else "unwritten"
    if red == {"t"}:
        return "timeouts"
    if not any(cell.points or not cell.maximum for cell in begun):
        return "stuck"
    return "below" if student in view.marks and view.share(student) < HALF else None


def _together(view: "View", students: list[str]) -> list[tuple[str, list["Person"]]]:
    """The checks at which several of them stop first, the commonest first."""
    stops: dict[tuple[int, str], list[str]] = {}
    for student in students:
        for place, cell in enumerate(view.by_student[student]):
            first = next((it for it, letter in zip(cell.checks, cell.letters, strict=True) if letter in RED), None)
            if cell.begun and first is not None:
                stops.setdefault((place, first.id), []).append(student)
                break
    common = [(stop, them) for stop, them in sorted(stops.items()) if len(them) >= TOGETHER]
    common.sort(key=lambda it: -len(it[1]))
    several = len(view.topics) > 1
    return [
        (f"{view.topics[place].title}, {check}" if several else check, [view.people[it] for it in them])
        for (place, check), them in common[:MOST]
    ]
