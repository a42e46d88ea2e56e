"""Hands a graph of numbered nodes to topological_sort, and counts what is in its list."""

from typing import Literal

import numpy as np
from jaxtyping import Int

#: What a bug raises, and not somebody who has found a cycle.
BUGS = (
    NotImplementedError,
    NameError,
    RecursionError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
)


def topological_sort(
    steps: Int[np.ndarray, "V 2"], back: Literal["none", "to the start", "to itself"]
) -> tuple[int, Int[np.ndarray, "V"], int]:
    """Sort from node 0; the children of node i are i + step for each of its steps that is not 0.

    Steps beyond the last node lead nowhere. The last node may have one more child: node 0, or itself.
    raised: 1 if the function raises. times: how often each node is in the list. misplaced: how many
    children do not come before their parent.
    """
    last = len(steps) - 1
    children = [[i + int(step) for step in row if step and i + step <= last] for i, row in enumerate(steps)]
    children[last] += {"none": [], "to the start": [0], "to itself": [last]}[back]
    try:
        order = list(submission.topological_sort(0, lambda i: list(children[i])))
        raised = 0
    except BUGS:
        raise
    except Exception:
        order, raised = [], 1
    if not all(isinstance(i, int) and 0 <= i <= last for i in order):
        raise TypeError("return a list of nodes, as get_children gives them")
    times = np.bincount(np.array(order, int), minlength=last + 1)
    edges = [(i, child) for i in set(order) for child in children[i] if child in order]
    misplaced = sum(order.index(child) >= order.index(i) for i, child in edges)
    return raised, times, misplaced
