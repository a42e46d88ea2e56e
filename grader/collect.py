"""Runs a battery on a submission and brings back what it answered, worker after worker where one goes down."""

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grader.battery import Battery
from grader.isolation import Launch, Limits, launch
from grader.plan import Plan
from grader.session import Gone, Loaded, Session
from grader.submission import Submission

if TYPE_CHECKING:
    from grader.worker.reports import Report

#: All that is asked of one submission may take so many times as long as its battery.
PATIENCE = 10


@dataclass
class Answers:
    """Reports by (case, step), the functions that took their worker down, and what else was seen."""

    loaded: Loaded
    reports: dict[tuple[int, int], "Report"] = field(default_factory=dict)
    fatal: dict[str, tuple[int, Gone]] = field(default_factory=dict)
    gone_at_load: Gone | None = None
    printed: bytes = b""
    peak: int = 0


@dataclass
class Host:
    """How and where workers are started for one submission; `session` is the one that is running."""

    submission: Submission
    isolation: str
    limits: Limits
    session: Session | None = None
    launch: Launch = launch
    ends: float | None = None
    killed: bool = False

    def open(self, plan: Plan) -> Session:
        """Return a fresh session with the submission loaded."""
        session = self.begin(plan, self.limits.wall_s)
        session.loaded()
        return session

    def begin(self, plan: Plan, seconds: float, request: bytes = b"") -> Session:
        """Return a fresh session that is loading the submission; the first may have been started ahead."""
        started, self.session = self.session, None
        if started is None:
            started = Session(self.launch(self.isolation), replace(self.limits, wall_s=seconds))
        self.session = started
        self.extend(seconds)
        functions = {function.name: function.names for function in plan.functions.values()}
        self.session.begin(self.submission, functions, plan.driver, request)
        return self.session

    def extend(self, seconds: float) -> None:
        """Give the running session more time, while there is any: a submission may not sleep through every question."""
        now = time.monotonic()
        if self.ends is None:
            self.ends = now + PATIENCE * self.limits.wall_s
        if self.session is not None:
            self.session.extend(min(seconds, self.ends - now))

    def close(self) -> None:
        """End the running session, if any."""
        if self.session is not None:
            self.session.close()
            self.killed |= self.session.killed
            self.session = None


def collect(battery: Battery, host: Host) -> Answers:
    """Run every case; a function that hangs or ends its worker is left out of the next one."""
    answers = Answers(Loaded([], None))
    pending = [case.id for case in battery.cases]
    ends = time.monotonic() + 3 * host.limits.wall_s
    while pending:
        left = min(host.limits.wall_s, ends - time.monotonic())
        session = host.begin(battery.plan, left, battery.frame(pending, answers.fatal))
        import grader.judge  # noqa: F401  it needs NumPy, which is imported while the worker runs

        try:
            answers.loaded = session.loaded()
        except Gone as gone:
            answers.gone_at_load = gone
            break
        at = (pending[0], 0)
        try:
            programs = [(case, len(battery.cases[case].steps)) for case in pending]
            for case, step, report in session.reports(programs, battery.reference):
                if report.skipped and not _had_to_skip(battery, answers, case, step):
                    raise Gone("tampered", "it left out a call that it was asked for")
                answers.reports[case, step] = report
                at = (case, step + 1)
            pending = []
        except Gone as gone:
            pending = _after(battery, answers, at, gone, pending)
            if ends - time.monotonic() < 0.5:
                _give_up(battery, answers, gone, pending)
                pending = []
        finally:
            answers.printed += bytes(session.printed)
            answers.peak = max(answers.peak, session.peak)
            if pending:
                host.close()
    return answers


def _had_to_skip(battery: Battery, answers: Answers, case: int, step: int) -> bool:
    """Whether we left a call out, or an earlier step did not give what it takes."""
    call = battery.program(case)[step]
    if call["fn"] in answers.fatal:
        return True
    for item in call["args"]:
        if item[0] not in ("out", "arg"):
            continue
        before = answers.reports[case, item[1]]
        if before.skipped or (before.fault is not None and item[0] == "out"):
            return True
        if item[0] == "out" and item[2] is not None:
            value = before.value
            if not isinstance(value, tuple | list) or len(value) <= item[2]:
                return True
    return False


def _after(battery: Battery, answers: Answers, at: tuple[int, int], gone: Gone, pending: list[int]) -> list[int]:
    """Note the function that was running; return the cases that are still to be run."""
    case, step = at
    if step >= len(battery.cases[case].steps):
        case, step = next((other for other in pending if other > case), case), 0
    left = [other for other in pending if other >= case]
    functions = [it.fn for other in left for it in battery.cases[other].steps[step if other == case else 0 :]]
    culprit = next((name for name in functions if name not in answers.fatal), None)
    if culprit is None:
        return []
    answers.fatal[culprit] = (case, gone)
    return left


def _give_up(battery: Battery, answers: Answers, gone: Gone, pending: list[int]) -> None:
    for case in pending:
        for step in battery.cases[case].steps:
            answers.fatal.setdefault(step.fn, (case, gone))
