"""Looks for the simplest true statement about an error, over all failing cases.

A statement is made only where it holds on every failing case; where nothing fits, nothing is said.
"""

from dataclasses import dataclass

from grader.battery import Battery
from grader.collect import Answers
from grader.course import Exercise
from grader.diagnose import known, patterns
from grader.judge import Verdict


@dataclass(frozen=True)
class Diagnosis:
    """One sentence for the student, and the other red checks that the same mistake explains."""

    sentence: str
    explains: list[Verdict]


def diagnose(
    exercise: Exercise, battery: Battery, answers: Answers, verdict: Verdict, others: list[Verdict]
) -> Diagnosis | None:
    """Say what the mistake behind a red check is; None where nothing fits."""
    mistake = known.match(exercise, battery, answers, verdict)
    if mistake is not None:
        explains = [other for other in others if mistake.fits(battery, answers, other)]
        return Diagnosis(mistake.says, explains)
    sentence = patterns.match(battery, answers, verdict)
    return Diagnosis(sentence, []) if sentence else None
