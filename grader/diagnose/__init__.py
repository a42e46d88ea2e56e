"""Looks for the simplest true statement about an error, over all failing cases.

A statement is made only where it holds on every failing case; where nothing fits, nothing is said.
"""

from grader.battery import Battery
from grader.collect import Answers
from grader.course import Exercise
from grader.diagnose import known, patterns
from grader.judge import Verdict


def diagnose(exercise: Exercise, battery: Battery, answers: Answers, verdict: Verdict) -> str | None:
    """Return one sentence for the student, or None."""
    return known.match(exercise, battery, answers, verdict) or patterns.match(battery, answers, verdict)
