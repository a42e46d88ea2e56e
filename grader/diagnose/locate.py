"""Where a result is wrong: which results are right, which block, from which step on, and when."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grader.diagnose.conditions import when
from grader.diagnose.evidence import Evidence, Instance
from grader.judge import Verdict

FEWEST = 3


def locate(evidence: Evidence, verdicts: dict[str, Verdict]) -> str:
    """One sentence that says what is right and where the rest is wrong; empty where there is nothing to add."""
    where = _where(evidence)
    if where:
        where = f"{evidence.name} is wrong {where}"
    right = _right(evidence, verdicts)
    if right and where:
        return f"{right}; {where}."
    return f"{right or where}." if right or where else ""


def _where(evidence: Evidence) -> str:
    some = blocks(evidence)
    said = [*([f"in {some} only"] if some else []), *_along(evidence)]
    condition = when(evidence)
    return ", ".join([*said, *([condition if said else f"only {condition}"] if condition else [])])


def _right(evidence: Evidence, verdicts: dict[str, Verdict]) -> str:
    """The other results of the function that are right."""
    kinds = ("values", "gradient")
    mine = [it for it in verdicts.values() if it.check.function == evidence.function.name and it.check.kind in kinds]
    judged = [it for it in mine if it.check.slot is not None and it.check.id != evidence.verdict.check.id]
    names = [evidence.function.slots[it.check.slot or 0].name for it in judged if it.status == "passed" and it.asked]
    if not names:
        return ""
    return f"{names[0]} is right" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} are right"


@dataclass(frozen=True)
class Blocks:
    """The only wrong ones among the gates' blocks, where an axis holds several ("4*H")."""

    axis: int
    count: int
    wrong: list[int]
    names: list[str]

    def __str__(self) -> str:
        listed = " and ".join(self.names[block] if self.names else str(block + 1) for block in self.wrong)
        noun = "block" if len(self.wrong) == 1 else "blocks"
        return f"the {noun} of {listed}" if self.names else f"{noun} {listed} of {self.count}"


def blocks(evidence: Evidence) -> Blocks | None:
    """Which blocks are wrong in all cases together; None where all are, or the result has none."""
    slot = evidence.slot
    for axis, word in enumerate(slot.axes if slot is not None and len(evidence.alike) >= FEWEST else []):
        count, _, name = word.rpartition("*")
        if not (count.isdigit() and name):
            continue
        wrong: set[int] = set()
        for it in evidence.alike:
            mask = _wrong_along(it, axis)
            wrong |= set((np.flatnonzero(mask) // (len(mask) // int(count))).tolist())
        if len(wrong) < int(count):
            return Blocks(axis, int(count), sorted(wrong), evidence.battery.plan.blocks.get(word, []))
    return None


def _along(evidence: Evidence) -> Iterator[str]:
    """From where on, or where only, along each axis."""
    slot = evidence.slot
    if slot is None or not evidence.alike or len(slot.axes) != evidence.alike[0].expected.ndim:
        return
    for axis, word in enumerate(slot.axes):
        if not word.isidentifier():
            continue
        masks = [mask for mask in (_wrong_along(it, axis) for it in evidence.alike) if len(mask) > 1]
        if len(masks) < FEWEST:
            continue
        letter = word.lower()
        if all(mask[1:].all() and not mask[0] for mask in masks):
            yield f"from {letter} = 1 on"
        elif all(mask[:-1].all() and not mask[-1] for mask in masks):
            yield f"everywhere but at the last {letter}"
        elif all(mask[-1] and not mask[:-1].any() for mask in masks):
            yield f"at the last {letter} only"
        elif all(mask[0] and not mask[1:].any() for mask in masks):
            yield f"at {letter} = 0 only"
        elif all(not mask[1:-1].any() for mask in masks) and any(len(mask) > 2 for mask in masks):
            yield f"at the first and the last {letter} only"


def _wrong_along(it: Instance, axis: int) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """For each place along an axis, whether anything is wrong there."""
    others = tuple(i for i in range(it.wrong.ndim) if i != axis)
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = it.wrong.any(axis=others)
    return found
