"""The report in a terminal: root causes first, in a fixed order of fields, on one screen."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from grader.outcome import CheckOutcome, Outcome
from grader.report import values
from grader.report.safe import one_line, printable

LABEL = 10
PRINTED = 8
MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "error": ("✗", "red"), "skipped": ("·", "dim")}


def console(*, stderr: bool = False) -> Console:
    """A console that knows about NO_COLOR, pipes and widths."""
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=False)


def show(out: Console, outcome: Outcome, printed: str, file: str, verbose: bool) -> None:
    """Print the report of one exercise."""
    mark, colour = MARKS[outcome.status]
    score = f"{_number(outcome.points)}/{_number(outcome.max_points)}"
    if outcome.status == "passed":
        out.print(Text(f"{mark} {outcome.exercise}", f"bold {colour}"), Text(f"all checks passed, {score} points"))
    else:
        out.print(
            Text(f"{mark} {outcome.exercise}", f"bold {colour}"), Text(f"{score} points"), Text(one_line(file), "dim")
        )
    if verbose or outcome.status != "passed":
        _checks(out, outcome)
    if outcome.status == "skipped":  # what was asked for with --only waits for something else
        causes = dict.fromkeys(check.waits_for for check in outcome.checks if check.waits_for)
        _field(out, "waits for", ", ".join(causes), "")
    detailed: set[str] = set()
    for check in outcome.failing:
        out.print()
        _failure(out, outcome, check, brief=check.kind == "gradient" and check.function in detailed)
        detailed.add(check.function)
    for remark in outcome.remarks:
        _field(out, "note", one_line(remark), "yellow")
    if printed.strip() and outcome.status != "passed":
        out.print()
        lines = printed.strip().splitlines()
        more = [f"... and {len(lines) - PRINTED} lines more"] if len(lines) > PRINTED else []
        _field(out, "printed", "\n".join([printable("\n".join(lines[:PRINTED]), 1000), *more]), "dim")


def _checks(out: Console, outcome: Outcome) -> None:
    """One line for each function: how many checks hold, and which do not."""
    functions = outcome.functions
    for function, checks in functions.items():
        line = Text(f"  {function:<{max(map(len, functions))}} ")
        for status, says in (("passed", "right"), ("failed", ""), ("error", ""), ("skipped", "waiting")):
            mine = [check for check in checks if check.status == status]
            mark, colour = MARKS[status]
            if mine:
                line.append(f"  {mark} {f'{len(mine)} {says}' if says else _listed(mine)}", colour)
        out.print(line)


def _listed(checks: list[CheckOutcome]) -> str:
    """Names of checks, "gradient of x, w" for several gradients."""
    names = [check.name for check in checks]
    gradients = [name.removeprefix("gradient of ") for name in names if name.startswith("gradient of ")]
    others = [name for name in names if not name.startswith("gradient of ")]
    return ", ".join([*others, *([f"gradient of {', '.join(gradients)}"] if gradients else [])])


def _failure(out: Console, outcome: Outcome, check: CheckOutcome, *, brief: bool) -> None:
    """Print one root cause; a further gradient of a function that was shown in full is only named."""
    failure = check.failure
    assert failure is not None
    points = f"{_number(check.points)}/{_number(check.max_points)}" if check.max_points else ""
    name = "" if check.kind == "exists" else f"   {check.name}"
    tail = " · ".join(part for part in (name, points) if part)
    out.print(Text.assemble(("✗ ", "bold red"), (one_line(failure.what), "bold"), (tail, "dim")))
    for label, text, style in _fields(outcome, check):
        if brief and label not in ("where", "likely", "also"):
            continue
        _field(out, label, text, style)


def _fields(outcome: Outcome, check: CheckOutcome) -> Iterator[tuple[str, str, str]]:
    failure = check.failure
    assert failure is not None
    for line in failure.traceback or []:
        yield "at", one_line(line), ""
    if failure.where:
        yield "where", one_line(failure.where), ""
    yours, expected = values.both(failure)
    if yours is not None:
        yield "yours", yours, "red"
    if expected is not None:
        yield "expected", expected, "green"
    if failure.tried is not None:
        axes = ", ".join(f"{name}={size}" for name, size in failure.tried.axes.items())
        if axes or failure.tried.note:
            yield "smallest", one_line("; ".join(part for part in (axes, failure.tried.note) if part)), ""
    if failure.tried is not None and not failure.tried.snippet:
        for name, value in failure.tried.inputs.items():
            yield "with", f"{name} = {values.text(value)}", ""
    if failure.diagnosis:
        yield "likely", one_line(failure.diagnosis), "bold"
    if failure.tried is not None and failure.tried.snippet:
        yield "try it", printable(failure.tried.snippet), "cyan"
    waiting = [other for other in outcome.checks if other.waits_for == check.id]
    wrong = [it for it in waiting if it.kind == check.kind == "gradient" and it.function == check.function]
    if wrong:
        yield "also", f"{_listed(wrong)} wrong by the same mistake", ""
    others = len(waiting) - len(wrong)
    if others:
        yield "then", "1 more check waits for this" if others == 1 else f"{others} more checks wait for this", "dim"


def _field(out: Console, label: str, text: str, style: str) -> None:
    """Print a label and its text, which keeps its indentation where it is wrapped."""
    lines = Text(text, style).wrap(out, max(20, out.width - LABEL - 3))
    for place, line in enumerate(lines):
        line.rstrip()
        head = f"  {label if place == 0 else '':<{LABEL}} " if line or place == 0 else ""
        out.print(Text.assemble((head, "dim"), line))


def _number(points: float) -> str:
    return f"{points:g}"
