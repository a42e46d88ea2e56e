"""Topological sort: a graph with few nodes and very many ways through it."""

import numpy as np

from grader.properties import Wrong, check


@check("topological_sort", "forty diamonds")
def forty_diamonds(layer):
    """Who follows every way needs longer than anybody waits, and is reported as not coming to an end."""
    raised, times, misplaced = layer.topological_sort(np.tile([1, 2], (40, 1)), "none")
    if raised or misplaced or not np.array_equal(times, np.ones(40)):
        raise Wrong("In a graph of 40 nodes, each with the next two as children, something is missing or misplaced")
