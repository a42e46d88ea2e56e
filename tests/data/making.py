"""Small courses, submissions and their outcomes."""

import re
from pathlib import Path

from grader.checking import Checker
from grader.course import Course, Exercise
from grader.submission import Submission

SMALL = Path(__file__).parent / "course"

SCALE = """\
import numpy as np


def scale_forward(x, s):
    out = x * s
    return out, (x, s)


def scale_backward(dout, cache):
    x, s = cache
    dx = dout * s
    ds = (x * dout).sum(axis=0)
    return dx, ds
"""

CENTRE = """\
def centre_forward(x, centre_param):
    running = centre_param.get("running", 0 * x[0])
    if centre_param["mode"] == "test":
        return x - running
    mean = x.mean(axis=0)
    centre_param["running"] = centre_param["keep"] * running + (1 - centre_param["keep"]) * mean
    return x - mean
"""

HEAD = """\
from typing import Literal, NotRequired, TypedDict

import numpy as np
from jaxtyping import Bool, Float, Int


"""


def edited(source, *pairs):
    """Return the source with each (old, new) exchanged; old must occur exactly once."""
    for old, new in pairs:
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


def small(name):
    return Course(SMALL).find(name)


def course(root, **stems):
    """Write a course of one track; each stem is a solution, or (solution, toml), or (solution, toml, checks)."""
    for folder in ("exercises/only", "solutions/only"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "exercises/course.toml").write_text('format = 1\ntitle = "T"\n[tracks]\nonly = "Only"\n', "utf-8")
    for name, parts in stems.items():
        solution, toml, checks = (*((parts,) if isinstance(parts, str) else parts), "", "")[:3]
        path = root / f"solutions/only/{name}.py"
        path.write_text(HEAD + solution, "utf-8")
        path.with_suffix(".toml").write_text(f'format = 1\ntitle = "{name}"\n{toml}', "utf-8")
        if checks:
            path.with_name(f"{name}_checks.py").write_text(checks, "utf-8")
    return Course(root)


def exercise(root, solution, toml="", checks=""):
    """Write a course of one exercise, named after its first function, and return that exercise."""
    name = re.search(r"^def ([a-z]\w*?)(_forward)?\(", solution, re.MULTILINE).group(1)
    return course(root, **{name: (solution, toml, checks)}).find(name)


def judged(what: Exercise, *cells, file="layers.py", seed=0, explain=False, **options):
    """Check some source; return the outcome."""
    return Checker(Submission(file, list(cells)), **options).check(what, seed, explain=explain).outcome


def red(outcome):
    """The checks that are red, and what kind of fault each is."""
    return {check.id: check.kind_of_fault for check in outcome.failing}


def statuses(outcome):
    return {check.id: check.status for check in outcome.checks}
