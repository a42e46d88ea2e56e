"""One root cause on one screen: what, at, where, yours and expected, the case, the diagnosis, a snippet, what waits."""

from itertools import groupby

from rich.text import Text

from grader.outcome import CheckOutcome, Failure, Outcome
from grader.report import values
from grader.report.page import Page
from grader.report.safe import printable
from grader.report.table import table

HEIGHT = 24  # lines of one root cause in a terminal of 80 columns
TABLE, TALL = 9, 12  # lines that a table may have: in any case, and where there is room
SLACK = 2  # more lines than there is room for are shown rather than cut
LEAST = 5  # lines that anything else may have in any case
FRAMES = 3


def lines(page: Page, outcome: Outcome, check: CheckOutcome, *, brief: bool = False) -> list[Text]:
    """The lines of a root cause; `brief` for a further gradient of a function that was shown in full."""
    failure = check.failure
    assert failure is not None
    head, waiting = _headline(page, check, failure), _waiting(page, outcome, check, brief=brief)
    if brief:
        return [*head, *_where(page, failure), *_diagnosis(page, failure), *waiting]
    head += _at(page, failure)
    said = [*_case(page, failure), *_diagnosis(page, failure, whole=True)]
    snippet = failure.tried.snippet if failure.tried else ""
    code, left = page.code(printable(snippet), "cyan") if snippet else ([], page.left)
    room = HEIGHT * 80 // min(80, page.width) - len(head) - len(said) - len(waiting) - 2
    compared = _values(page, failure, min(max(room - len(code), TABLE), TALL))
    if not page.whole:
        code = _without_middle(code, max(LEAST, room - len(compared)), page.width - left)
    marked = failure.wrong is not None and any("*" in line.plain for line in compared)
    return [
        *head,
        *_where(page, failure, marked=marked),
        *compared,
        *said,
        *(page.labelled("try it", code, left) if code else []),
        *waiting,
    ]


def points(number: float) -> str:
    """Points as they are written: 4, 2.5."""
    return f"{number:g}"


def listed(checks: list[CheckOutcome]) -> str:
    """Names of checks, "gradient of x, w" for several gradients."""
    names = [check.name for check in checks]
    gradients = [name.removeprefix("gradient of ") for name in names if name.startswith("gradient of ")]
    others = [name for name in names if not name.startswith("gradient of ")]
    return ", ".join([*others, *([f"gradient of {', '.join(gradients)}"] if gradients else [])])


def _headline(page: Page, check: CheckOutcome, failure: Failure) -> list[Text]:
    """What is wrong, and behind it the check and its points, or below it where there is no room."""
    score = f"{points(check.points)}/{points(check.max_points)}" if check.max_points else ""
    name = "" if check.kind == "exists" else check.name
    said = page.hang(Text.assemble(("✗ ", "bold red"), (page.cut(failure.what, 4), "bold")), 2)
    judged = Text(" · ".join(part for part in (name, score) if part), "dim")
    if not judged:
        return said
    if said[-1].cell_len + 3 + judged.cell_len > page.width:
        return [*said, *page.field("check", judged)]
    return [*said[:-1], Text.assemble(said[-1], "   ", judged)]


def _at(page: Page, failure: Failure) -> list[Text]:
    """The submission's own frames; of many, the innermost."""
    frames = [(frame, len(list(same))) for frame, same in groupby(failure.traceback or [])]
    hidden = 0 if page.whole else max(0, len(frames) - FRAMES)
    more = [_more(hidden)] if hidden else []
    shown = [page.cut(frame, 2) + " (repeated)" * (count > 1) for frame, count in frames[hidden:]]
    return page.field("at", *more, *map(Text, shown)) if frames else []


def _where(page: Page, failure: Failure, *, marked: bool = False) -> list[Text]:
    if not failure.where:
        return []
    return page.field("where", Text(page.cut(failure.where, 2) + (" (*)" if marked else "")))


def _values(page: Page, failure: Failure, height: int) -> list[Text]:
    """Both values: as a table, or one below the other."""
    compared = table(failure, left=page.left, width=page.width, height=10**6 if page.whole else height)
    if compared:
        return compared
    found = []
    for label, value, style in zip(("yours", "expected"), values.both(failure), ("red", "green"), strict=True):
        if value is not None:
            found += page.field(label, *_first(page, value.split("\n"), style))
    return found


def _case(page: Page, failure: Failure) -> list[Text]:
    """The smallest case: the sizes of its axes, what is special about it, its inputs where there is no snippet."""
    tried = failure.tried
    if tried is None:
        return []
    axes = ", ".join(f"{name}={size}" for name, size in tried.axes.items())
    said = "; ".join(part for part in (axes, tried.note) if part)
    found = page.field("smallest", Text(page.cut(said, 3))) if said else []
    if not tried.snippet:
        for name, value in tried.inputs.items():
            found += page.field("with", *_first(page, f"{name} = {values.text(value)}".split("\n"), ""))
    return found


def _diagnosis(page: Page, failure: Failure, *, whole: bool = False) -> list[Text]:
    """What is right and where it begins to be wrong; the mistake, under how sure that is; what it rests on."""
    found = page.field("located", Text(page.cut(failure.located, 5))) if failure.located and whole else []
    if failure.diagnosis:
        label = "certain" if failure.degree == "certain" else "likely"
        evidence = [Text(page.cut(failure.evidence, 3), "dim")] if failure.evidence and whole else []
        found += page.field(label, Text(page.cut(failure.diagnosis, 5), "bold"), *evidence)
    return found


def _waiting(page: Page, outcome: Outcome, check: CheckOutcome, *, brief: bool) -> list[Text]:
    waiting = [other for other in outcome.checks if other.waits_for == check.id]
    wrong = [it for it in waiting if it.kind == check.kind == "gradient" and it.function == check.function]
    found = page.field("also", Text(f"{listed(wrong)} wrong by the same mistake")) if wrong else []
    others = len(waiting) - len(wrong)
    if others and not brief:
        says = "1 more check waits for this" if others == 1 else f"{others} more checks wait for this"
        found += page.field("then", Text(says, "dim"))
    return found


def _first(page: Page, rows: list[str], style: str) -> list[Text]:
    """The first rows of a value."""
    shown = rows if page.whole or len(rows) <= LEAST else rows[: LEAST - 1]
    more = [_more(len(rows) - len(shown))] if len(shown) < len(rows) else []
    return [*(Text(page.cut(row, 2), style) for row in shown), *more]


def _without_middle(code: list[Text], most: int, width: int) -> list[Text]:
    """A snippet with a gap where it is too long: its first lines say what goes in, the last what is called."""
    if len(code) <= most + SLACK:
        return code
    last = (most - 1) // 2
    gap = _more(len(code) - most + 1, "# ")
    gap.truncate(width)
    return [*code[: most - 1 - last], gap, *code[-last:]]


def _more(count: int, before: str = "") -> Text:
    return Text(f"{before}... {count} more {'line' if count == 1 else 'lines'} (-v shows all)", "dim")
