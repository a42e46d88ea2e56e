"""Turns answers into an outcome: which checks hold, which are root causes, which wait for another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from grader import agreement
from grader.battery import Battery, Case
from grader.collect import Answers
from grader.findings import MISSING, Finding, fault_finding, fault_kind, find, last_line
from grader.outcome import CheckOutcome, Failure, Status
from grader.plan import Check, FunctionPlan
from grader.worker.reports import Report

TAGS = {
    "contract": ("ordinary", "layout", "stability"),
    "values": ("ordinary", "layout"),
    "gradient": ("ordinary", "layout"),
    "stability": ("stability",),
    "state": ("again",),
    "mutation": ("ordinary", "layout", "again", "chain", "integers", "stability"),
}
#: A backward that calls its forward more often than this estimates the gradient instead of computing it.
MANY_CALLS = 8


@dataclass
class Verdict:
    """What a check found: the failing cases, the first of them, or a fault that needs no case."""

    check: Check
    failing: list[tuple[int, int]] = field(default_factory=list)
    finding: Finding | None = None
    waits_for: str | None = None
    own: bool = False  # right for the submission's own, wrong forward
    asked: bool = True  # whether every call was answered: what was not seen is not right

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return self.finding is None

    @property
    def status(self) -> Status:
        """The published status."""
        if self.waits_for is not None:
            return "skipped"
        if self.finding is None:
            return "passed"
        return "failed" if self.finding.kind in ("wrong", "contract") else "error"


class Judge:
    """Judges the answers of one submission to one battery."""

    def __init__(self, battery: Battery, answers: Answers, file: str) -> None:
        self.battery = battery
        self.plan = battery.plan
        self.answers = answers
        self.file = file
        self.differing = agreement.differing(battery, answers.reports)
        self._steps: dict[str, list[tuple[Case, int]]] = {name: [] for name in self.plan.functions}
        for case in battery.cases:
            for place, step in enumerate(case.steps):
                self._steps[step.fn].append((case, place))

    def verdicts(
        self,
        own_gradient: Callable[[Check, list[tuple[int, int]]], bool],
        property_check: Callable[[Check], Finding | None],
    ) -> dict[str, Verdict]:
        """Judge every check; the two callbacks ask the running worker where the battery cannot tell."""
        verdicts: dict[str, Verdict] = {}
        for check in self.plan.checks:
            verdict = self.verdict(check, property_check, verdicts)
            verdicts[check.id] = verdict
            if verdict.holds and verdict.asked:
                continue
            cause = self._cause(verdict, verdicts)
            if verdict.holds and cause is None and self._is_silent(check):
                verdict.finding = Finding("tampered", f"{check.function} was called, and no answer came back")
            if cause is not None and check.kind == "gradient" and self._own_may_help(check, verdicts):
                verdict.own = own_gradient(check, verdict.failing)
                if verdict.own:
                    verdict.finding, cause = None, None
            verdict.waits_for = cause
        return verdicts

    def verdict(
        self, check: Check, property_check: Callable[[Check], Finding | None], before: dict[str, Verdict]
    ) -> Verdict:
        """Judge one check by itself."""
        function = self.plan.functions[check.function]
        if check.kind == "exists":
            return Verdict(check, [], self._exists(function), asked=self._reached(function))
        if check.kind == "property":
            if any(before[need].status != "passed" for need in check.needs):
                return Verdict(check, asked=False)
            return Verdict(check, [], property_check(check))
        failing, first, answered, made = [], None, 0, 0
        for case, place, report in self._reports(function.name, _tags(check)):
            if report.skipped:
                continue
            answered += report.answered
            made += 1
            wrong = self._wrong(check, (case.id, place))
            if wrong is None or (wrong and first is None):
                finding = find(check, function, report, self.battery.judged(case.id, place))
                wrong, first = finding is not None, first or finding
            if wrong:
                failing.append((case.id, place))
        if first is None and check.kind == "contract":
            first = self._not_reached(function)
        if first is None and (check.kind == "gradient" or (check.kind == "contract" and function.gradients)):
            first = self._estimated(function)
        if check.kind == "mutation" and answered:
            answered = made  # a call that raises shows what it changed, too
        return Verdict(check, failing, first, asked=answered == self._calls(function.name, _tags(check)))

    def _wrong(self, check: Check, place: tuple[int, int]) -> bool | None:
        """Whether a check finds anything in one call; None where that is not known without a closer look."""
        slots = self.differing.get(place)
        if slots is None or check.kind == "mutation":
            return None
        if check.kind == "contract" or not slots:
            return False
        return check.slot is None or check.slot in slots

    def _exists(self, function: FunctionPlan) -> Finding | None:
        gone, loaded = self.answers.gone_at_load, self.answers.loaded
        if gone is not None:
            return Finding(gone.kind, f"{self.file} cannot be loaded: {gone.message}")  # type: ignore[arg-type]
        if function.name not in loaded.functions:
            if loaded.fault is not None:
                return load_finding(self.file, loaded.fault)
            return Finding("not_implemented", f"{self.file} has no function {function.name}")
        reports = [report for _, _, report in self._reports(function.name) if not report.skipped]
        if not reports or not all(_untouched(function, report) for report in reports):
            return None
        fault = reports[0].fault
        if fault is None:
            wanted = ", ".join(function.results)
            says = f"{function.name} is not written yet: it returns None for each of {wanted}"
            if reports[0].value is None:
                says = f"{function.name} returns nothing yet; it should end with: return {wanted}"
            return Finding("not_implemented", says)
        if fault["type"] == "NotImplementedError":
            return Finding("not_implemented", f"{function.name} is not written yet")
        if MISSING in fault["message"] and loaded.fault is not None:
            return load_finding(self.file, loaded.fault)
        if MISSING in fault["message"]:
            name = fault["message"].removeprefix(MISSING).strip(" '")
            return Finding("not_implemented", f"{self.file} has no {name}")
        return Finding("not_implemented", f"{function.name} is not finished: {fault['message']}", fault=fault)

    def _is_silent(self, check: Check) -> bool:
        """Whether a call gave no answer, although no earlier call of its case kept it from being made."""
        if check.kind == "property" or check.function in self.answers.fatal:
            return False
        for case in self.battery.cases:
            for place, step in enumerate(self.battery.program(case.id)):
                report = self.answers.reports.get((case.id, place))
                if step["fn"] == check.function and (report is None or report.skipped):
                    needed = [self.answers.reports.get((case.id, item[1])) for item in step["args"] if _earlier(item)]
                    if all(other is not None and other.answered for other in needed):
                        return True
        return False

    def _calls(self, name: str, tags: tuple[str, ...]) -> int:
        """How often a function is called in cases of these kinds."""
        return sum(case.tag in tags for case, _ in self._steps[name])

    def _reports(self, name: str, tags: tuple[str, ...] = ()) -> Iterator[tuple[Case, int, Report]]:
        """Every report of a function's calls, in the order of the cases' sizes."""
        for case, place in self._steps[name]:
            if (not tags or case.tag in tags) and (case.id, place) in self.answers.reports:
                yield case, place, self.answers.reports[case.id, place]

    def _reached(self, function: FunctionPlan) -> bool:
        """Whether it was called at all: a backward is not, where its forward gave no cache."""
        if function.name in self.answers.fatal:
            return True
        return any(not report.skipped for _, _, report in self._reports(function.name))

    def _not_reached(self, function: FunctionPlan) -> Finding | None:
        """A function that took its worker down, or never gave an answer."""
        if function.name in self.answers.fatal:
            _, gone = self.answers.fatal[function.name]
            ends = {"timeout": "does not come to an end", "memory": "runs out of memory"}
            ends["tampered"] = "interferes with how it is checked"
            what = f"{function.name} {ends.get(gone.kind, 'takes the interpreter down')}: {gone.message}"
            return Finding(gone.kind, what)  # type: ignore[arg-type]
        return None

    def _estimated(self, function: FunctionPlan) -> Finding | None:
        """A gradient by finite differences of one's own forward is right, and is not the task."""
        asked = function.forward or function.name
        reports = (report for _, _, report in self._reports(function.name))
        calls = max((report.calls.get(asked, 0) for report in reports), default=0)
        if calls <= MANY_CALLS:
            return None
        what = (
            f"{function.name} calls {asked} {calls} times to estimate the gradient; derive it and compute it directly"
        )
        return Finding("forbidden", what)

    def _cause(self, verdict: Verdict, verdicts: dict[str, Verdict]) -> str | None:
        """The check that explains this failure: the nearest that failed itself."""
        for need in verdict.check.needs:
            other = verdicts.get(need)
            if other is None or other.status == "passed":
                continue
            if other.check.kind == "contract" and self._other_slot(verdict.check, other):
                continue
            return other.waits_for or need
        return None

    def _other_slot(self, check: Check, contract: Verdict) -> bool:
        """Whether a broken contract concerns another result than the one that the check judges."""
        if check.function != contract.check.function or check.slot is None:
            return False
        function = self.plan.functions[check.function]
        for case, place in contract.failing:
            report = self.answers.reports[case, place]
            expected = list(self.battery.judged(case, place))
            finding = find(contract.check, function, report, expected)
            while finding is not None and finding.slot is not None and finding.slot != check.slot:
                expected[finding.slot] = None
                finding = find(contract.check, function, report, expected)
            if finding is not None:
                return False
        return bool(contract.failing)

    def _own_may_help(self, check: Check, verdicts: dict[str, Verdict]) -> bool:
        """Whether only the values of the forward stand in the way."""
        function = self.plan.functions[check.function]
        asked = function.forward or function.name
        return all(
            verdicts[other.id].holds
            for other in self.plan.checks
            if other.function in (asked, check.function)
            and other.kind in ("exists", "contract")
            and other.id in verdicts
        )


def _tags(check: Check) -> tuple[str, ...]:
    named = {"integers": ("integers",), "several steps": ("chain",)}
    return named.get(check.name) or TAGS[check.kind]


def _earlier(item: Any) -> bool:
    """Whether an argument is something that an earlier step gave or was given."""
    return item[0] in ("out", "arg")


def _untouched(function: FunctionPlan, report: Report) -> bool:
    if report.fault is not None:
        return fault_kind(report.fault, driven=function.driven) == "not_implemented"
    value = report.value
    if isinstance(value, tuple | list) and value and not function.bare:
        return all(item is None for i, item in enumerate(value) if i not in function.opaque)
    return value is None


def load_finding(file: str, fault: dict[str, Any]) -> Finding:
    """Say why a file could not be run to its end."""
    at = last_line(file, fault)
    if fault["type"] in ("ModuleNotFoundError", "ImportError"):
        return Finding("raised", f"{at}: {_missing_module(fault)}", fault=fault)
    return Finding("raised", f"{at}: {fault['type']}: {fault['message']}", fault=fault)


def _missing_module(fault: dict[str, Any]) -> str:
    name = fault["name"].split(".")[0]
    if not name or "relative import" in fault["message"]:
        return (
            "this file imports a helper module of its course, and dlgrade runs one file by itself, with NumPy. "
            "Copy the functions that it uses into the file and delete the import, then check again"
        )
    return (
        f"it imports {name}, which is not there: dlgrade runs one file by itself, with NumPy and the standard "
        f"library. Delete the import if nothing needs it; if {name} is a helper of your course, copy the functions "
        f"that you use into the file"
    )


def outcomes(verdicts: dict[str, Verdict], explain: Callable[[Verdict], Failure] | None) -> list[CheckOutcome]:
    """The published outcome of every check."""
    made = []
    for verdict in verdicts.values():
        check, finding = verdict.check, verdict.finding
        red = finding is not None and verdict.waits_for is None
        made.append(
            CheckOutcome(
                name=check.name,
                kind=check.kind,
                function=check.function,
                status=verdict.status,
                points=check.points if verdict.status == "passed" else 0.0,
                max_points=check.points,
                kind_of_fault=finding.kind if finding is not None and red else None,
                waits_for=verdict.waits_for,
                failure=explain(verdict) if red and explain is not None else None,
            )
        )
    return made


__all__ = ["Judge", "Verdict", "fault_finding", "load_finding", "outcomes"]
