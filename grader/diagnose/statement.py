"""What a diagnosis says, and how sure it is."""

from dataclasses import dataclass
from typing import Literal

Degree = Literal["certain", "likely"]

#: On so many different answers a relation does not hold by accident.
ENOUGH = 5


@dataclass(frozen=True)
class Statement:
    """One sentence for the student, how sure it is, and what it rests on."""

    sentence: str
    degree: Degree
    evidence: str = ""
    cause: str = ""  # equal for results of one function that one mistake makes wrong; empty where it cannot be told


def degree(count: int) -> Degree:
    """How sure something is that holds on so many answers and fails on none."""
    return "certain" if count >= ENOUGH else "likely"


def cases(count: int) -> str:
    """How many failing cases, in words that fit few of them."""
    return {1: "the one failing case", 2: "both failing cases"}.get(count, f"all {count} failing cases")
