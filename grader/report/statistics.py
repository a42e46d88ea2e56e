"""Statistics of a class: centres, shares, and the item analysis of checks. They are computed here and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

#: Of fewer students than this a correlation means nothing.
FEWEST = 10
#: A score is cut into so many steps, from nothing to everything.
BINS = 10


def mean(numbers: Sequence[float]) -> float | None:
    """The arithmetic mean; the same in whatever order the numbers come."""
    return fsum(numbers) / len(numbers) if numbers else None


def median(numbers: Sequence[float]) -> float | None:
    """The number in the middle, or the mean of the two in the middle."""
    if not numbers:
        return None
    ordered, half = sorted(numbers), len(numbers) // 2
    return ordered[half] if len(numbers) % 2 else (ordered[half - 1] + ordered[half]) / 2


def percent(part: float, whole: float) -> str:
    """A share in whole percent; only nothing is 0 % and only all of it is 100 %."""
    if not whole:
        return "–"
    rounded = int(100 * part / whole + 0.5)
    if part > 0 and rounded == 0:
        return "under 1 %"
    return "over 99 %" if part < whole and rounded == 100 else f"{rounded} %"


def number(value: float | None, digits: int = 2, noughts: bool = False) -> str:
    """A rounded number, without the noughts at its end unless they are asked for; a dash where there is none."""
    if value is None:
        return "–"
    text = f"{round(value, digits) + 0.0:.{digits}f}"
    return (text if noughts or not digits else text.rstrip("0").rstrip(".")).replace("-", "−")


def histogram(shares: Sequence[float]) -> list[int]:
    """How many shares of the maximum fall into each tenth; the maximum and more fall into the last."""
    counts = [0] * BINS
    for share in shares:
        counts[min(max(int(share * BINS + 1e-9), 0), BINS - 1)] += 1
    return counts


@dataclass(frozen=True)
class Item:
    """How a check did, among those in whom it was judged."""

    right: int
    judged: int
    discrimination: float | None

    @property
    def strange(self) -> bool:
        """Whether the stronger students miss it more often than the weaker ones."""
        return self.discrimination is not None and self.discrimination <= -0.005

    @property
    def chance(self) -> bool:
        """Whether so many students may have done so by chance: it is above -2/√n."""
        return self.discrimination is not None and self.discrimination > -2 / self.judged**0.5


def item(right: Sequence[bool], elsewhere: Sequence[float]) -> Item:
    """Analyse a check: who has it right, and what points the same students have without it."""
    return Item(sum(right), len(right), discrimination(right, elsewhere))


def discrimination(right: Sequence[bool], elsewhere: Sequence[float]) -> float | None:
    """The correlation of a check with the points elsewhere (corrected point-biserial); None where it means nothing."""
    passed, rest = np.array(right, dtype=float), np.array(elsewhere, dtype=float)
    if len(right) < FEWEST or np.ptp(passed) == 0 or np.ptp(rest) < 1e-9:
        return None
    passed, rest = passed - passed.mean(), rest - rest.mean()
    return float((passed * rest).sum() / np.sqrt((passed**2).sum() * (rest**2).sum()))
