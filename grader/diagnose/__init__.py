"""Looks for the simplest true statement about an error, over all failing cases.

First the mistakes that people are known to make, alone and two together; then relations that hold between any wrong
array and the right one; then what the submission itself answers when an input is switched off. A statement is made
only where it holds on every failing case. Beside it stands where the error is; that is there in any case.
"""

import warnings
from dataclasses import dataclass, field, replace

import numpy as np

from grader.battery import Battery
from grader.collect import Answers, Host
from grader.course import Exercise
from grader.diagnose import known, patterns
from grader.diagnose.evidence import Evidence
from grader.diagnose.known import Known
from grader.diagnose.locate import blocks, locate
from grader.diagnose.statement import Statement, cases, degree
from grader.diagnose.switches import Switches
from grader.judge import Verdict


@dataclass(frozen=True)
class Diagnosis:
    """What is said of a red check, where it is wrong, and the other red checks that the same mistake explains."""

    statement: Statement | None
    located: str = ""
    explains: list[Verdict] = field(default_factory=list)
    mistake: Known | None = None  # the known mistake that it is, where it is one by itself


class Diagnoser:
    """Diagnoses the red checks of one submission, in the order in which they depend on each other."""

    def __init__(self, exercise: Exercise, battery: Battery, answers: Answers, host: Host) -> None:
        self.suspects = known.suspects(exercise, battery)
        self.battery = battery
        self.answers = answers
        self.host = host
        self._clear: list[Known] = []
        self._switches: dict[str, Switches | None] = {}

    def diagnose(self, verdict: Verdict, verdicts: dict[str, Verdict]) -> Diagnosis:
        """Say what the mistake behind a red check is, as far as it can be told.

        A fault of ours here costs the sentence, not the report.
        """
        try:
            with np.errstate(all="ignore"):  # wrong answers may be anything
                return self._diagnose(verdict, verdicts)
        except Exception as error:
            warnings.warn(f"{verdict.check.id} could not be diagnosed: {error!r}", RuntimeWarning, stacklevel=2)
            return Diagnosis(None)

    def _diagnose(self, verdict: Verdict, verdicts: dict[str, Verdict]) -> Diagnosis:
        others = [other for other in verdicts.values() if other is not verdict and diagnosable(other)]
        evidence = Evidence(self.battery, self.answers, verdict)
        located = locate(evidence, verdicts)
        right = frozenset(id for id, it in verdicts.items() if it.status == "passed" and it.asked)
        found = known.match(self.suspects, self.battery, self.answers, verdict, right, self._clear)
        if found:
            self._clear += found
            explains = [o for o in others if any(it.fits(self.battery, self.answers, o, right) for it in found)]
            alone = found[0] if len(found) == 1 else None
            return Diagnosis(_said_of(found, len(verdict.failing)), located, explains, alone)
        statement = self._general(evidence)
        if statement is not None and not statement.cause:
            return Diagnosis(statement, located)
        mine = [other for other in others if other.check.function == verdict.check.function]
        unknown = [o for o in mine if not known.match(self.suspects, self.battery, self.answers, o, right, self._clear)]
        said = [(other, self._general(Evidence(self.battery, self.answers, other))) for other in unknown]
        if statement is None:  # what one result shows, another hides: dWx has a block for each gate, dx has not
            blocked = next((it for _, it in said if it is not None and "block" in it.cause), None)
            if blocked is None:
                return Diagnosis(None, located)
            explains = [other for other, it in said if it is None or it.cause == blocked.cause]
            return Diagnosis(replace(blocked, degree="likely"), located, explains)
        return Diagnosis(statement, located, [o for o, it in said if it is not None and it.cause == statement.cause])

    def _general(self, evidence: Evidence) -> Statement | None:
        """What can be said without knowing the exercise's mistakes."""
        statement = patterns.match(evidence)
        if statement is not None:
            return statement
        name = evidence.function.name
        if name not in self._switches:
            self._switches[name] = Switches.run(evidence, self.host, self.suspects.reference)
        tried = self._switches[name]
        return (tried and tried.conclude(evidence)) or _of_blocks(evidence)


def _of_blocks(evidence: Evidence) -> Statement | None:
    """What is wrong with the only block that is."""
    some = blocks(evidence)
    if some is None:
        return None
    if len(some.wrong) == 1:
        part = evidence.block(some.axis, some.count, some.wrong[0], f"{evidence.name}, in {some},")
        statement = patterns.match(part)
        if statement is not None:
            return replace(statement, cause=str(some))
    says = f"Only {some} in your {evidence.name} is wrong. Look at what you compute for it."
    return Statement(says, degree(len(evidence.alike)), cause=str(some))


def diagnosable(verdict: Verdict) -> bool:
    """Whether there are wrong answers to go by, and nothing else explains them."""
    finding = verdict.finding
    if finding is None or verdict.waits_for is not None:
        return False
    return finding.kind in ("wrong", "contract", "raised") and bool(verdict.failing)


def _said_of(found: tuple[Known, ...], failing: int) -> Statement:
    if len(found) == 1:
        evidence = f"Your answers are those of this mistake on {cases(failing)}."
        return Statement(found[0].says, degree(failing), evidence)
    first, second = (known.says for known in found)
    evidence = f"Your answers are those of one or the other on {cases(failing)}."
    return Statement(f"Two mistakes meet here. {first} And: {second}", degree(failing), evidence)
