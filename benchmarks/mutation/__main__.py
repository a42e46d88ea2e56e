"""The command: python -m benchmarks.mutation [NAME...] [--json FILE]."""

import argparse
import json
import os
import sys
from pathlib import Path

from benchmarks.mutation import report
from benchmarks.mutation.run import Result, run
from grader.course import find_course
from grader.errors import InputError

PAGE = Path(__file__).resolve().parents[2] / "docs" / "MUTATION.md"


def main() -> int:
    """Mutate the named exercises, or all; only with all of them is docs/MUTATION.md written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="exercises; without any, all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every mutant and what was found to FILE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes that judge side by side")
    parser.add_argument("--seed", type=int, default=0, help="of the batteries")
    arguments = parser.parse_args()
    course = find_course()
    exercises = [course.find(name) for name in arguments.names] or course.ordered()
    results: list[Result] = []
    for result in run(exercises, arguments.seed, arguments.jobs):
        results.append(result)
        print(report.line(result), *report.details(result), sep="\n", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(report.json(results), indent=1), "utf-8")
    if not arguments.names:
        PAGE.write_text(report.markdown(results), "utf-8")
    return 0 if all(result.clean for result in results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except InputError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
