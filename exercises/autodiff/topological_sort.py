r"""Topological sort: an order in which everything comes after what it is made of."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Node = TypeVar("Node")


def topological_sort(node: Node, get_children: Callable[[Node], Iterable[Node]]) -> list[Node]:
    r"""List node and all that can be reached from it, each once and after all of its children.

    get_children(node) gives the nodes that a node is made of, none for a leaf; the same child may
    be in it twice. Raises ValueError if a cycle can be reached: then there is no such order.
    Returns order, whose last entry is node.
    """
    raise NotImplementedError("write topological_sort here")
