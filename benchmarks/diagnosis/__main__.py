"""The command: python -m benchmarks.diagnosis [NAME...]."""

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

from benchmarks.diagnosis.judging import Found, judge_all
from grader.course import find_course
from grader.errors import InputError

PAGE = Path(__file__).resolve().parents[2] / "docs" / "DIAGNOSIS.md"
CLASSES = ("right", "same", "general", "silent", "wrong", "elsewhere")
KINDS = {"restyled": "listed mistakes, restyled", "rewritten": "listed mistakes, by hand", "mutant": "mutants"}

INTRODUCTION = """\
# Diagnosis: how often the first sentence is the right one

Wrong files whose mistake is known are judged, and the first sentence that the student would read is compared with what
is wrong. This page is generated: `python -m benchmarks.diagnosis` writes it.

- **listed mistakes, restyled**: every listed mistake, in a file whose names and spelling were changed by a program
  (`benchmarks/diagnosis/restyle.py`).
- **listed mistakes, by hand**: the mistake made in a correct submission of another style: loops for vectorised code,
  einsum, classes, other formulas (`benchmarks/diagnosis/rewrites/`).
- **mutants**: a sample of the automatic mutants, which nobody has listed.

*right*: the sentence names the mistake (for a mutant: a listed mistake in the same function, with the same answers).
*same*: it names another listed mistake that gives the same answers on every failing case, so that nobody could tell.
*general*: a relation that holds on every failing case ("is N times the expected one"). *silent*: no sentence, only
where the error is and the smallest case. *wrong*: the sentence names something else. *elsewhere*: no answers to go by,
because the function raises at once or never ends.
"""


def main() -> int:
    """Diagnose for the named exercises, or for all; only with all of them is docs/DIAGNOSIS.md written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.diagnosis", description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="exercises; without any, all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="exercises side by side")
    parser.add_argument("--seed", type=int, default=0, help="of the batteries")
    parser.add_argument("--show", action="append", choices=CLASSES, default=["wrong"], help="print such trials")
    arguments = parser.parse_args()
    course = find_course()
    exercises = [course.find(name) for name in arguments.names] or course.ordered()
    results: dict[str, list[Found]] = {}
    for name, found in judge_all(exercises, arguments.seed, arguments.jobs):
        results[name] = found
        print(f"{name:24}", *(f"{kind}: {_counts(found, kind)}" for kind in KINDS), sep="  ", flush=True)
        for it in (it for it in found if it.kind in arguments.show):
            print(f"  {it.kind} ({it.trial.kind}): {it.trial.change}\n    {it.check}: {it.sentence}")
    if not arguments.names:
        PAGE.write_text(page(results), "utf-8")
    return 1 if any(it.kind == "wrong" for found in results.values() for it in found) else 0


def page(results: dict[str, list[Found]]) -> str:
    """Return docs/DIAGNOSIS.md."""
    everything = [it for found in results.values() for it in found]
    parts = [INTRODUCTION, f"| what | files | {' | '.join(CLASSES)} |", "|---|--:|" + "--:|" * len(CLASSES)]
    for kind, says in KINDS.items():
        counts = Counter(it.kind for it in everything if it.trial.kind == kind)
        shares = (f"{counts[name]} ({100 * counts[name] / max(1, counts.total()):.1f} %)" for name in CLASSES)
        parts.append(f"| {says} | {counts.total()} | {' | '.join(shares)} |")
    for kind, says in (("restyled", "one exercise after the other, as for a class"), ("mutant", "each file by itself")):
        timed = [it for it in everything if it.trial.kind == kind]
        ratio = sum(it.diagnosing_s for it in timed) / max(1e-9, sum(it.judging_s for it in timed))
        parts += ["", f"Time to diagnose over time to judge, {says}, without shrinking: {ratio:.2f}."]
    parts += ["", "By exercise, all three together:", "", f"| exercise | files | {' | '.join(CLASSES)} |"]
    parts.append("|---|--:|" + "--:|" * len(CLASSES))
    for name, found in results.items():
        counts = Counter(it.kind for it in found)
        parts.append(f"| {name} | {len(found)} | {' | '.join(str(counts[kind]) for kind in CLASSES)} |")
    return "\n".join(parts) + "\n"


def _counts(found: list[Found], kind: str) -> str:
    counts = Counter(it.kind for it in found if it.trial.kind == kind)
    return ", ".join(f"{counts[name]} {name}" for name in CLASSES if counts[name]) or "none"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
