"""What is printed, what docs/MUTATION.md says, and the JSON."""

from collections.abc import Iterator
from typing import Any

from benchmarks.mutation.run import Result

INTRODUCTION = """\
# Mutation: what the checks notice

Every solution is changed in small ways, one change at a time: a sign turned, an axis changed, a transpose dropped,
one variable taken for another of the same shape, `+=` written as `=`, a line left out. (Parts that an exercise takes
from another one are changed there.) The checks then judge each of
these mutants as they would judge a submission. One that passes is either no mistake at all, or shows something that a
student could do wrong without being told.

This page is generated: `python -m benchmarks.mutation` writes it. It exits with 1 if a mutant passes that is not
listed below, and if one that is listed no longer passes. The operators are in `benchmarks/mutation/operators.py`, the
list in `benchmarks/mutation/equivalent.toml`.
"""


def line(result: Result) -> str:
    """One exercise in one line."""
    return (
        f"{result.exercise:24} {len(result.judged):5} mutants {result.caught:5} caught "
        f"{result.equivalent:4} equivalent {len(result.survivors):4} survive"
    )


def details(result: Result) -> Iterator[str]:
    """What has to be looked at."""
    for mutant in result.survivors:
        yield f"  {mutant.function}: {mutant.operator}\n    - {mutant.before}\n    + {mutant.after}"
    for text in result.stale:
        yield f"  equivalent.toml lists what does not survive: {text}"
    for mutant, _ in result.faults:
        yield f"  the grader fails on {mutant.function}: {mutant.before} -> {mutant.after}"
    for _, fault in result.faults[:1]:
        yield fault


def markdown(results: list[Result]) -> str:
    """The page."""
    parts = [INTRODUCTION, "| exercise | mutants | caught | equivalent | unexplained |", "|---|--:|--:|--:|--:|"]
    parts += [_row(r.exercise, len(r.judged), r.caught, r.equivalent, len(r.survivors)) for r in results]
    totals = (sum(len(r.judged) for r in results), sum(r.caught for r in results), sum(r.equivalent for r in results))
    parts.append(_row("**all**", *totals, sum(len(r.survivors) for r in results)))
    parts.append(f"\nOf those that are mistakes, {100 * totals[1] / max(1, totals[0] - totals[2]):.1f} % are caught.")
    if any(result.survivors for result in results):
        parts.append("\n## Unexplained\n")
        for result in results:
            parts += [f"- {result.exercise}, {m.function}: {_change(m.before, m.after)}" for m in result.survivors]
    parts.append("\n## Equivalent, and why\n\nThese pass, and ought to.")
    for result in (it for it in results if it.entries):
        parts.append(f"\n### {result.exercise}\n")
        for entry in result.entries:
            changes = " · ".join(f"`{by}`" for by in entry.by)
            parts.append(f"- `{entry.function}`, `{entry.line}` as {changes}: {entry.reason}")
    return "\n".join(parts) + "\n"


def json(results: list[Result]) -> list[dict[str, Any]]:
    """Every mutant with what was found."""
    return [
        {
            "exercise": result.exercise,
            "function": mutant.function,
            "operator": mutant.operator,
            "before": mutant.before,
            "after": mutant.after,
            "status": judged.status,
            "red": list(judged.red),
        }
        for result in results
        for mutant, judged in result.judged
    ]


def _row(name: str, *numbers: int) -> str:
    return f"| {name} | {' | '.join(map(str, numbers))} |"


def _change(before: str, after: str) -> str:
    return f"`{before}` as `{after}`"
