"""Which functions belong to which exercise, read off the files without importing them."""

import re

from grader.course import Course, Exercise


def functions_of(exercise: Exercise) -> set[str]:
    """Every name under which a submission may define a function of the exercise."""
    return set(public_functions(exercise)) | set(exercise.spec.aliases)


def public_functions(exercise: Exercise) -> list[str]:
    """The functions and classes of the reference that the student writes, in the order of the file."""
    source = exercise.solution.read_text("utf-8")
    return re.findall(r"^(?:def|class) ([a-zA-Z]\w*)(?!.*TypedDict)", source, re.MULTILINE)


def recognised(course: Course, defined: set[str], stem: str = "") -> list[Exercise]:
    """The exercises to which any of some function names belongs.

    A file with planted bugs has the functions of another exercise: it is known by the file's own name, its stem.
    """
    found = [exercise for exercise in course.ordered() if defined & functions_of(exercise)]
    planted = [exercise for exercise in found if exercise.spec.planted]
    named = [exercise for exercise in planted if exercise.name == stem]
    return named or [exercise for exercise in found if exercise not in planted]
