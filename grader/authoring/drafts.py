"""First drafts of a new exercise, complete enough that `verify` can say what is missing."""

import keyword
import re
from pathlib import Path

from grader.course import Course
from grader.errors import InputError

SOLUTION = '''r"""{title}: one sentence on what it does."""

import numpy as np
from jaxtyping import Float


def {name}_forward(x: Float[np.ndarray, "N D"]) -> tuple[Float[np.ndarray, "N D"], object]:
    r"""Say what is computed: $\\mathrm{{out}} = x$.

    Returns out, and whatever the backward pass needs as cache.
    """
    out = 1.0 * x
    return out, x.shape


def {name}_backward(dout: Float[np.ndarray, "N D"], cache: object) -> Float[np.ndarray, "N D"]:
    r"""Gradient of the layer: $dx = dout$.

    Returns dx.
    """
    dx = dout.reshape(cache)
    return dx
'''

TOML = """format = 1
title = "{title}"
after = []
difficulty = 1
minutes = 15

[points.{name}_forward]
values = 5
[points.{name}_backward]
"gradient of x" = 5

[[mistake]]
caught_by = "{name}_backward: gradient of x"
says = "The gradient has the wrong sign."
replace = "dx = dout.reshape(cache)"
by = "dx = -dout.reshape(cache)"
"""

PAGE = """---
title: {title}
---
# {title}

## Hints
### {name}_forward
1. Where to look.
2. What to compute.
3. The decisive line.
### {name}_backward
1. Where to look.
2. What to compute.
3. The decisive line.
"""


def write(course: Course, place: str) -> list[Path]:
    """Write the drafts of `track/name`; return the files."""
    track, _, name = place.partition("/")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or track not in course.tracks:
        tracks = ", ".join(course.tracks)
        raise InputError(f"{place!r} is not TRACK/NAME with a lower-case name. Tracks: {tracks}.")
    if name in course.by_name:
        raise InputError(f"There is an exercise {name!r} already: {course.by_name[name].toml}.")
    if keyword.iskeyword(name):
        raise InputError(f"{name!r} is a word of Python. Choose another name.")
    title = name.replace("_", " ").capitalize()
    solution = course.solutions / track / f"{name}.py"
    files = {
        solution: SOLUTION,
        solution.with_suffix(".toml"): TOML,
        course.exercises / track / f"{name}.md": PAGE,
    }
    for path in files:
        if path.exists():
            raise InputError(f"{path} exists already; nothing was written.")
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.format(name=name, title=title), "utf-8")
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}.") from None
    return list(files)
