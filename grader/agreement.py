"""Finds in one sweep which results of a submission are the reference's, so that only the rest is looked at closely.

Reports that are laid out alike hold the same numbers in the same places: all of them are compared as one vector.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from grader import compare
from grader.plan import FunctionPlan
from grader.worker.reports import Report

if TYPE_CHECKING:
    from grader.battery import Battery

Place = tuple[int, int]
#: How many numbers follow each other, how far each may be from the reference's, and the slot that judges them.
Bound = tuple[int, float, int]

FLOAT = np.dtype("<f8")
ANYTHING = float(np.finfo(FLOAT).max)
NOBODY = -1


def differing(battery: "Battery", reports: dict[Place, Report]) -> dict[Place, set[int]]:
    """Return the slots that are wrong of steps (case, step) that are laid out as the reference's.

    What is not among them may be right or wrong.
    """
    found: dict[Place, set[int]] = {}
    floats: list[tuple[Place, list[Bound], bytes, bytes]] = []
    for place, report in reports.items():
        reference, bounds = battery.reference(*place), battery.bounds(*place)
        if not report.answered or not report.laid_out_as(reference):
            continue
        if report.data == reference.data:
            found[place] = set()
        elif bounds:
            found[place] = set()
            floats.append((place, bounds, report.data, reference.data))
    if floats:
        yours = np.frombuffer(b"".join(data for *_, data, _ in floats), FLOAT)
        expected = np.frombuffer(b"".join(data for *_, data in floats), FLOAT)
        runs = [(place, slot) for place, bounds, *_ in floats for _, _, slot in bounds]
        counts, limits = zip(*(bound[:2] for _, bounds, *_ in floats for bound in bounds), strict=True)
        wrong = ~compare.within(yours, expected, np.repeat(limits, counts))
        for run in np.flatnonzero(np.logical_or.reduceat(wrong, np.cumsum([0, *counts[:-1]]))):
            place, slot = runs[run]
            if slot != NOBODY:
                found[place].add(slot)
    return found


def bounds(function: FunctionPlan, judged: list[bool], reference: Report) -> list[Bound]:
    """Bounds for all numbers of a report, in their order; none where they are not all floats, and must be equal."""
    if not _all_floats(reference.layout):
        return []
    tolerance = compare.loosened(function.tolerance)
    size = len(reference.data) // FLOAT.itemsize
    limits, slots = np.full(size, ANYTHING), np.full(size, NOBODY)
    places = reference.with_data(np.arange(size, dtype=FLOAT).tobytes())
    for number, (slot, judges) in enumerate(zip(function.slots, judged, strict=True)):
        expected = np.asarray(function.pick(slot, reference))
        if judges and expected.dtype == FLOAT:
            at = np.asarray(function.pick(slot, places), int)
            limits[at], slots[at] = compare.limit(expected, tolerance), number
    starts = [0, *(np.flatnonzero(np.diff(slots)) + 1).tolist()] if size else []
    ends = [*starts[1:], size]
    return [(end - start, float(limits[start]), int(slots[start])) for start, end in zip(starts, ends, strict=False)]


def _all_floats(layout: Any) -> bool:
    """Whether every array of a layout, or of a part of it, holds floats."""
    match layout:
        case ["a" | "g", str() as dtype, *_]:
            return dtype == FLOAT.str
        case [*parts] | (*parts,):
            return all(_all_floats(part) for part in parts)
    return True
