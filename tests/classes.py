"""Believable classes: what real checks say about real mistakes, dealt out to students of different skill."""

import random
from functools import cache

from msgspec.structs import replace

from grader.batch.model import Student
from grader.checking import Checker
from grader.course import find_course
from grader.isolation import Limits
from grader.isolation.nursery import nursery
from grader.report.classroom import ClassReport, Mark
from grader.submission import Submission

FIRST = "Ada Björn Chen Dilek Emil Farah Grace Hugo Ines Jamal Kaya Lars Mina Noor Olga Priya Quentin Rosa Sven Tuan".split()
LAST = "Abara Brandt Costa Dubois Evans Fischer García Hansen Ito Jansen Kaplan Li Meyer Nguyen Okafor Patel Rossi Sato".split()
REAL = {"affine": 7, "softmax": 6, "rnn": 9}  # how many of the listed mistakes of each
LIMITS = Limits(wall_s=2.0)


@cache
def checked():
    """The outcomes of a few exercises by what was handed in, the best first: solution, mistakes, faults, the stub."""
    course, found = find_course(), {}
    with nursery() as launch:

        def judged(exercise, source):
            checker = Checker(Submission(f"{exercise.name}.py", [source]), launch=launch, limits=LIMITS)
            return checker.check(exercise).outcome

        for name, wanted in REAL.items():
            exercise = course.find(name)
            solution = exercise.solution.read_text("utf-8")
            mistakes = [it for it in exercise.spec.mistake if it.ends]
            made = [it.patch(solution, name) for it in mistakes[:: max(1, len(mistakes) // wanted)][:wanted]]
            outcomes = [judged(exercise, source) for source in made]
            outcomes.sort(key=lambda it: -it.points)
            head, _, body = solution.partition("):\n")
            found[name] = {
                "solution": judged(exercise, solution),
                "mistakes": outcomes,
                "raises": judged(exercise, solution + f"\n\n{_last(solution)} = None\n"),
                "slow": judged(
                    exercise, f"{solution}\n\ndef {_last(solution)}(*args):\n    while True:\n        pass\n"
                ),
                "stub": judged(exercise, exercise.stub.read_text("utf-8")),
            }
    return found


def _last(source):
    """The name of the last function."""
    return source.rpartition("\ndef ")[2].partition("(")[0]


def students(number):
    names = [f"{first} {last}" for last in LAST for first in FIRST]
    more = [f"{first} {second}-{last}" for first in FIRST for second, last in zip(LAST, LAST[1:], strict=False)]
    return [Student(f"s{1000 + 7 * i}", (names + more)[(i * 37) % 700]) for i in range(number)]


def outcome(kinds, skill, chance):
    """What a student of some skill (0 to 1) gets: better mistakes for the better, now and then a fault or nothing."""
    luck = skill + chance.gauss(0, 0.22)
    if chance.random() < 0.02:
        return kinds["slow"]
    if chance.random() < 0.03:
        return kinds["raises"]
    if luck > 0.62:
        return kinds["solution"]
    if luck < -0.05:
        return None
    if luck < 0.05:
        return kinds["stub"]
    mistakes = kinds["mistakes"]
    place = int((0.62 - max(luck, 0.0)) / 0.62 * len(mistakes) + chance.gauss(0, 1.2))
    return mistakes[min(max(place, 0), len(mistakes) - 1)]


def classroom(number, names, *, seed=0, fault=0.0, order=None):
    """A report, and what it is rendered with: a class of a size, on some exercises of the course."""
    course, chance, real = find_course(), random.Random(seed), checked()
    exercises = [it for it in course.ordered() if it.name in names]
    dealt, marks = [], {}
    for student in students(number):
        skill = chance.betavariate(3, 2)
        gone = chance.random() < 0.06
        got = []
        for place, exercise in enumerate(exercises):
            kinds = real.get(exercise.name) or real[list(real)[place % len(real)]]
            it = None if gone else outcome(kinds, skill - 0.3 * place / max(len(exercises), 10), chance)
            if chance.random() < fault:
                it = "the sandbox did not start: bwrap: No space left on device"
            got.append(replace(it, exercise=exercise.name) if it is not None and not isinstance(it, str) else it)
            dealt.append((student.id, exercise.name, got[-1]))
        raw = sum(it.points for it in got if it is not None and not isinstance(it, str))
        most = sum(next(iter((real.get(ex.name) or real[list(real)[i % len(real)]]).values())).max_points
                   for i, ex in enumerate(exercises))  # fmt: skip
        penalty = round(0.1 * raw, 2) if chance.random() < 0.12 else 0.0
        marks[student.id] = Mark(raw, penalty, raw - penalty, most)
    if order is not None:
        random.Random(order).shuffle(dealt)
    report = ClassReport()
    for one in dealt:
        report.add(*one)
    return report, (students(number), exercises, marks)


SETTINGS = ("seed 0", "isolation bubblewrap", "dlgrade 0.1.0")
