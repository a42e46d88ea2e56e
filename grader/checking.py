"""Checks one submission against one exercise: the whole way from a file to an outcome."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from grader import battery as batteries
from grader import outcome as published
from grader.battery import Battery
from grader.collect import Answers, Host, collect
from grader.course import Exercise
from grader.isolation import Launch, Limits, Worker
from grader.isolation import launch as launch_anew
from grader.outcome import Outcome
from grader.plan import Check
from grader.session import Gone, Loaded, Session
from grader.submission import Submission

if TYPE_CHECKING:
    from grader.findings import Finding
    from grader.judge import Verdict


@dataclass
class Checked:
    """An outcome, and what is said beside it that is not part of the published result."""

    outcome: Outcome
    printed: str
    peak_kib: int
    killed: bool = False  # a worker was ended by SIGKILL, which was not ours


class Checker:
    """Checks one submission; a worker that was launched ahead has loaded NumPy by the time it is needed."""

    def __init__(
        self,
        submission: Submission,
        *,
        isolation: str = "process",  # as `choose` named it
        limits: Limits | None = None,
        worker: Worker | None = None,
        launch: Launch | None = None,
    ) -> None:
        limits = limits or Limits()
        session = Session(worker, limits) if worker is not None else None
        self.host = Host(submission, isolation, limits, session, launch or launch_anew)

    def check(
        self,
        exercise: Exercise,
        seed: int = 0,
        *,
        explain: bool = True,
        battery: Battery | None = None,
        only: str | None = None,
    ) -> Checked:
        """Judge the submission; `explain` adds the smallest failing case and a diagnosis to each failure.

        With `only`, a check's id, whether that one is red is all that counts: the worker is asked for nothing else.
        """
        try:
            battery = battery or batteries.get(exercise, seed)
            answers = collect(battery, self.host)
            checked = self._judge(exercise, battery, answers, explain, only)
        finally:
            self.host.close()
        return replace(checked, killed=self.host.killed)

    def refuse(self, exercise: Exercise, why: Gone, seed: int = 0, battery: Battery | None = None) -> Checked:
        """Judge what cannot be run at all: nothing was handed in, or it cannot be read."""
        battery = battery or batteries.get(exercise, seed)
        return self._judge(exercise, battery, Answers(Loaded([], None), gone_at_load=why), explain=False)

    def _judge(
        self, exercise: Exercise, battery: Battery, answers: Answers, explain: bool, only: str | None = None
    ) -> Checked:
        from grader.judge import Judge, outcomes  # NumPy

        remarks: list[str] = []
        judge = Judge(battery, answers, self.host.submission.name)
        asker = Asker(exercise, battery, self.host, remarks, only)
        verdicts = judge.verdicts(asker.own_gradient, asker.property_check)
        remarks += _remarks(exercise, battery, answers, verdicts, self.host.submission.name)

        if any(verdict.status in ("failed", "error") for verdict in verdicts.values()):
            from grader.explain import Explainer  # shrinking and diagnosing are needed only here

            explainer = Explainer(exercise, battery, answers, self.host, full=explain)
            explainer.group(verdicts)
            checks = outcomes(verdicts, explainer.failure)
        else:
            checks = outcomes(verdicts, None)
        outcome = Outcome(
            exercise=exercise.name,
            status=published.overall(checks),
            points=sum(check.points for check in checks),
            max_points=sum(check.max_points for check in checks),
            seed=battery.seed,
            checks=checks,
            remarks=list(dict.fromkeys(remarks)),
            version=exercise.version,
            isolation=self.host.isolation,
        )
        return Checked(outcome, answers.printed.decode("utf-8", "backslashreplace"), answers.peak)


class Asker:
    """Asks the running worker what the battery could not tell."""

    def __init__(
        self, exercise: Exercise, battery: Battery, host: Host, remarks: list[str], only: str | None = None
    ) -> None:
        self.exercise = exercise
        self.battery = battery
        self.host = host
        self.remarks = remarks
        self.only = only
        self._properties: dict[tuple[str, str], Any] | None = None

    def own_gradient(self, check: Check, failing: list[tuple[int, int]]) -> bool:
        """Whether a gradient is right for the submission's own forward, by a numerical derivative of that."""
        if self.only is not None:
            return False  # a gradient that is right for a wrong forward is not red, either
        from grader.numerical import right_for_own_forward

        try:
            return right_for_own_forward(self.battery, self.host, check, failing)
        except Gone:
            self.host.close()
            return False

    def property_check(self, check: Check) -> "Finding | None":
        """Run one of the exercise's own checks."""
        if self.only not in (None, check.id):
            return None
        from grader import layer, properties

        if self._properties is None:
            self._properties = {(it.function, it.name): it for it in properties.load(self.exercise)}
        it = self._properties[check.function, check.name]
        return layer.run(it, self.exercise, self.battery.plan, self.host, self.remarks)


def _remarks(
    exercise: Exercise, battery: Battery, answers: Answers, verdicts: "dict[str, Verdict]", file: str
) -> list[str]:
    """What is worth saying and costs nothing."""
    from grader.findings import last_line

    remarks = []
    own = [verdict.check for verdict in verdicts.values() if verdict.own]
    for function in dict.fromkeys(check.function for check in own):
        names = ", ".join(check.name for check in own if check.function == function)
        remarks.append(f"{function}: {names}: right for your own forward, so the points count.")
    if answers.loaded.fault is not None and any(v.check.kind == "exists" and v.holds for v in verdicts.values()):
        fault = answers.loaded.fault
        at = last_line(file, fault)
        remarks.append(f"{at}: {fault['type']}: {fault['message']}. It costs nothing: your functions were checked.")
    lists: list[str] = []
    warned: dict[str, list[str]] = {}
    for name in battery.plan.functions:
        reports = [report for (case, step), report in answers.reports.items() if _ran(battery, case, step, name)]
        if any(report.listed for report in reports):
            lists.append(name)
        for text in [text for report in reports for text in report.warned][:1]:
            warned.setdefault(text, []).append(name)
    if lists:
        says = "returns a list" if len(lists) == 1 else "return lists"
        remarks.append(f"{_names(lists)} {says}; a tuple is the custom, and both count.")
    if warned and not exercise.spec.show_cases:  # a warning's words are the submission's, and it has seen the inputs
        return [*remarks, *(f"NumPy warns in {_names(names)}." for names in warned.values())]
    remarks += [f"NumPy warns in {_names(names)}: {text}" for text, names in warned.items()]
    return remarks


def _names(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _ran(battery: Battery, case: int, step: int, name: str) -> bool:
    return battery.cases[case].steps[step].fn == name
