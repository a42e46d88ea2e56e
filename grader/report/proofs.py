"""The table of `dlgrade verify`: which check catches which mistake."""

from collections.abc import Iterable

from rich.text import Text

from grader.authoring.verify import Proof
from grader.report.terminal import console


def show(proofs: Iterable[Proof]) -> int:
    """Print each proof as it comes; 0 if everything holds."""
    out = console()
    broken = mistakes = caught = count = 0
    for proof in proofs:
        count += 1
        broken += bool(proof.problems)
        mistakes += len(proof.rows)
        caught += sum(row.caught for row in proof.rows)
        style = "bold red" if proof.problems else "bold green"
        out.print(Text(f"{'✗' if proof.problems else '✓'} {proof.exercise.name}", style))
        for row in proof.rows:
            mark, style = ("✓", "green") if row.caught else ("✗", "red")
            line = Text.assemble((f"    {mark} ", style), f"{row.mistake.caught_by:<44} ", (row.mistake.says, "dim"))
            out.print(line, overflow="ellipsis", no_wrap=True)
        for problem in proof.problems:
            out.print(Text(f"    {problem}", "red"), soft_wrap=True)
    out.print(f"{count} exercises, {broken} with problems; {caught} of {mistakes} mistakes caught")
    return 1 if broken else 0
