"""The report in a terminal: root causes first, in a fixed order of fields, each on one screen."""

import os
import shutil
from collections.abc import Iterator
from io import StringIO

from rich.cells import cell_len
from rich.console import Console, ConsoleDimensions
from rich.text import Text

from grader.outcome import CheckOutcome, Outcome
from grader.report import cause
from grader.report.page import NARROW, Page

PRINTED = 8
MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "error": ("✗", "red"), "skipped": ("·", "dim")}


def console(*, stderr: bool = False) -> Console:
    """A console that knows about NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, pipes, dumb terminals and widths."""
    forced = True if os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0") else None
    out = Console(stderr=stderr, force_terminal=forced, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if out.is_dumb_terminal:  # Rich takes 80 columns for granted there
        out.size = ConsoleDimensions(*shutil.get_terminal_size())
    return out


def show(out: Console, outcome: Outcome, printed: str, file: str, verbose: bool) -> None:
    """Print the report of one exercise; `verbose` shows every check of a passing one, and cuts nothing."""
    page = Page(out, whole=verbose)
    for line in [*_title(page, outcome, file), *_body(page, outcome, printed, verbose)]:
        out.print(line, soft_wrap=True)


def plain(outcome: Outcome, check: CheckOutcome, width: int = 100) -> str:
    """One root cause as text, whole."""
    page = Page(Console(file=StringIO(), width=width), whole=True)
    return "\n".join(line.plain for line in cause.lines(page, outcome, check))


def _title(page: Page, outcome: Outcome, file: str) -> list[Text]:
    mark, colour = MARKS[outcome.status]
    score = f"{cause.points(outcome.points)}/{cause.points(outcome.max_points)} points"
    passed = outcome.status == "passed"
    rest = Text(f" all checks passed, {score}") if passed else Text.assemble(f" {score} ", (page.cut(file, 2), "dim"))
    return page.hang(Text.assemble((f"{mark} {outcome.exercise}", f"bold {colour}"), rest), 2)


def _body(page: Page, outcome: Outcome, printed: str, verbose: bool) -> Iterator[Text]:
    if verbose or outcome.status != "passed":
        yield from _functions(page, outcome)
    if outcome.status == "skipped":  # what was asked for with --only waits for something else
        causes = dict.fromkeys(check.waits_for for check in outcome.checks if check.waits_for)
        yield from page.field("waits for", Text(", ".join(causes)))
    detailed: set[str] = set()
    for check in outcome.failing:
        yield Text()
        yield from cause.lines(page, outcome, check, brief=check.kind == "gradient" and check.function in detailed)
        detailed.add(check.function)
    for remark in outcome.remarks:
        yield from page.field("note", Text(page.cut(remark, 4), "yellow"))
    if printed.strip() and outcome.status != "passed":
        yield Text()
        yield from page.field("printed", *_first_lines(page, printed.strip()))


def _functions(page: Page, outcome: Outcome) -> Iterator[Text]:
    """For each function, how many checks hold, and which do not."""
    functions = outcome.functions
    indent = max(map(cell_len, functions), default=0) + 5
    beside = page.width - indent >= NARROW
    for function, checks in functions.items():
        name = Text(f"  {function}")
        if not beside:
            yield from page.hang(name, 2)
        yield from page.row(Text(name.plain.ljust(indent)) if beside else Text("    "), list(_marks(checks)))


def _marks(checks: list[CheckOutcome]) -> Iterator[Text]:
    for status, says in (("passed", "right"), ("failed", ""), ("error", ""), ("skipped", "waiting")):
        mine = [check for check in checks if check.status == status]
        mark, colour = MARKS[status]
        if mine:
            yield Text(f"{mark} {f'{len(mine)} {says}' if says else cause.listed(mine)}", colour)


def _first_lines(page: Page, printed: str) -> list[Text]:
    shown = printed.split("\n", PRINTED)[:PRINTED]
    hidden = printed.count("\n") + 1 - len(shown)
    more = [f"... and {hidden} lines more"] if hidden else []
    return [Text(line, "dim") for line in [*(page.cut(line, 2) for line in shown), *more]]
