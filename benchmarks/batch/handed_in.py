"""What a class hands in: correct LSTMs, and known mistakes patched into them; no two files are the same."""

import json
import os
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.course import find_course
from grader.spec import Mistake

#: Another course than ours, for example a copy in which the LSTM's .toml asks for fewer cases.
COURSE = os.environ.get("LSTM_COURSE")
EXERCISE = find_course(Path(COURSE) if COURSE else None).find("lstm")
#: The plain tests check values and gradients; mistakes that only other checks of ours see would not be a fair mix.
SEEN_BY_ALL = ("values", "gradient")


@dataclass(frozen=True)
class HandedIn:
    """One student's file, and whether it is right."""

    student: str
    source: str
    right: bool


def mistakes() -> list[Mistake]:
    """Return one mistake of each family, so that thirty orders of the gates are one; mixed, as a class is."""
    families: dict[str, Mistake] = {}
    for mistake in EXERCISE.spec.mistake:
        check = mistake.caught_by.partition(": ")[2]
        if check.startswith(SEEN_BY_ALL) and mistake.ends:
            families.setdefault(mistake.says[:30], mistake)
    found = list(families.values())
    random.Random(0).shuffle(found)
    return found


def a_class(size: int) -> list[HandedIn]:
    """Return that many hand-ins: every third is wrong, the mistakes in turn."""
    reference, wrong = EXERCISE.solution.read_text("utf-8"), mistakes()
    return [_one(place, reference, wrong) for place in range(size)]


def _one(place: int, reference: str, wrong: list[Mistake]) -> HandedIn:
    student = f"student{place:04}"
    mark = f"\n# handed in by {student}\n"
    if place % 3 != 1:
        return HandedIn(student, reference + mark, right=True)
    patched = wrong[place // 3 % len(wrong)].patch(reference, "lstm.toml")
    return HandedIn(student, patched + mark, right=False)


def without_jaxtyping(source: str) -> str:
    """Return the file as others can run it: the shapes in its signatures mean something to us only."""
    return source.replace(
        "from jaxtyping import Float\n",
        "class Float:\n    def __class_getitem__(cls, shape):\n        return np.ndarray\n",
    )


def notebook(cells: Iterable[tuple[str, dict[str, object]]]) -> str:
    """Write a notebook of code cells, each a source and its metadata."""
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
                "language_info": {"name": "python"},
            },
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell{place}",
                    "metadata": metadata,
                    "source": source,
                    "outputs": [],
                    "execution_count": None,
                }
                for place, (source, metadata) in enumerate(cells)
            ],
        }
    )


def as_files(folder: Path, handed: Iterable[HandedIn]) -> None:
    """Write one folder per student."""
    for one in handed:
        path = folder / one.student / "lstm.py"
        path.parent.mkdir(parents=True)
        path.write_text(one.source, "utf-8")
