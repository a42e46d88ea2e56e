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


def recognised(course: Course, defined: set[str]) -> list[Exercise]:
    """The exercises to which any of some function names belongs."""
    return [exercise for exercise in course.ordered() if defined & functions_of(exercise)]
