"""Finds in one sweep where a submission answered as the reference did, so that only the rest is looked at closely.

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
#: How many numbers follow each other, and how far each may be from the reference's.
Bound = tuple[int, float]

FLOAT = np.dtype("<f8")
ANYTHING = float(np.finfo(FLOAT).max)


def places(battery: "Battery", reports: dict[Place, Report]) -> set[Place]:
    """Return steps (case, step) whose every judged part is right; what is not among them may still be."""
    found: set[Place] = set()
    floats: list[tuple[Place, list[Bound], Report, Report]] = []
    for place, report in reports.items():
        reference, bounds = battery.reference(*place), battery.bounds(*place)
        if not report.answered or not report.laid_out_as(reference):
            continue
        if report.data == reference.data:
            found.add(place)
        elif bounds:
            floats.append((place, bounds, report, reference))
    if floats:
        yours = np.frombuffer(b"".join(report.data for _, _, report, _ in floats), FLOAT)
        expected = np.frombuffer(b"".join(reference.data for *_, reference in floats), FLOAT)
        counts, limits = zip(*(bound for _, bounds, _, _ in floats for bound in bounds), strict=True)
        wrong = ~compare.within(yours, expected, np.repeat(limits, counts))
        starts = np.cumsum([0, *(len(report.data) // FLOAT.itemsize for _, _, report, _ in floats[:-1])])
        differs = np.logical_or.reduceat(wrong, starts)
        found |= {place for (place, *_), differ in zip(floats, differs, strict=True) if not differ}
    return found


def bounds(function: FunctionPlan, judged: list[bool], reference: Report) -> list[Bound]:
    """Bounds for all numbers of a report, in their order; none where they are not all floats, and must be equal."""
    if not _all_floats(reference.layout):
        return []
    tolerance = compare.loosened(function.tolerance)
    limits = np.full(len(reference.data) // FLOAT.itemsize, ANYTHING)
    places = reference.with_data(np.arange(limits.size, dtype=FLOAT).tobytes())
    for slot, judges in zip(function.slots, judged, strict=True):
        expected = np.asarray(function.pick(slot, reference))
        if judges and expected.dtype == FLOAT:
            limits[np.asarray(function.pick(slot, places), int)] = compare.limit(expected, tolerance)
    ends = [*(np.flatnonzero(np.diff(limits)) + 1).tolist(), limits.size] if limits.size else []
    return [(end - start, float(limits[start])) for start, end in zip([0, *ends], ends, strict=False)]


def _all_floats(layout: Any) -> bool:
    """Whether every array of a layout, or of a part of it, holds floats."""
    match layout:
        case ["a" | "g", str() as dtype, *_]:
            return dtype == FLOAT.str
        case [*parts] | (*parts,):
            return all(_all_floats(part) for part in parts)
    return True
